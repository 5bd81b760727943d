// node validate.cjs FILE...   prints the Khronos validator's report on each file as one JSON line
const fs = require("fs");
const validator = require("gltf-validator");

(async () => {
  for (const path of process.argv.slice(2)) {
    const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(path)), { maxIssues: 20 });
    console.log(JSON.stringify(report));
  }
})();
