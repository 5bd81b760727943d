"""Crisp clean-up: parts of buildings as planes, edges, boxes, prisms and round solids again, after marching cubes left them wobbly.

    made = crisp(mesh, tolerance=1.5 * voxel)          # one part
    made = crisp_parts(meshes, tolerance=1.5 * voxel)  # parts that touch

Whether a shape fits is decided from the mesh alone. Frame: partgen's, y up, at any scale.
"""

from partgen.crisp.joints import crisp_parts
from partgen.crisp.part import Crisped, crisp

__all__ = ["Crisped", "crisp", "crisp_parts"]
