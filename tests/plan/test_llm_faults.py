"""Everything that can go wrong between here and a language model: bounded, explained in one sentence, and nothing secret in it."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from email.utils import formatdate
from itertools import pairwise

import pytest
from fake_openai import Fake, serve

from cityscape.cli import main
from cityscape.errors import InputError, ServiceError
from cityscape.plan import planner
from cityscape.plan.chat import ATTEMPTS, server
from cityscape.plan.usage import Usage

KEY = "sk-very-secret-0123456789"
PROMPT = "a medieval town by a river"


@pytest.fixture(autouse=True)
def clean(monkeypatch, tmp_path):
    for name in ("OPENAI_BASE_URL", "OPENAI_API_KEY", "CITYSCAPE_LLM_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CITYSCAPE_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def fake():
    with serve() as f:
        yield f


class Run:
    """One planning of a 1x1: what was said, how long it would have waited, the plan or the error."""

    def __init__(self, fake: Fake, **more: object) -> None:
        self.said: list[str] = []
        self.waits: list[float] = []
        impatient = more.pop("impatient", None)
        options = {"cache": False, "say": self.said.append, "sleep": self.waits.append, **more}
        self.planner = planner("llm", url=fake.url, model="m-1", **options)
        if impatient is not None:  # sooner than may be asked for
            self.planner.chat.server = replace(self.planner.chat.server, timeout=impatient)
        self.plan = self.error = None
        try:
            self.plan = self.planner.plan(PROMPT, grid=(1, 1), seed=1)
        except ServiceError as e:
            self.error = str(e)
        text = "\n".join([*self.said, self.error or "", *(self.plan.notes if self.plan else ())])
        assert KEY not in text
        assert all(c.isprintable() for line in text.split("\n") for c in line)
        if self.error:
            assert self.error.count("\n") == 0 and len(self.error) < 500


@pytest.mark.parametrize(
    ("faults", "told"),
    [
        (["429:7"], "too many requests (HTTP 429), trying again in 7 s"),
        (["500"], "it failed (HTTP 500), trying again in 1 s"),
        (["503"], "it failed (HTTP 503)"),
        (["malformed"], "because it was no good JSON; asking again"),
        (["truncated"], "because it was cut off; asking again"),
        (["empty"], "because it was empty"),
        (["list"], "because it was JSON, but no object"),
        (["nothing"], "because it was no chat completion"),
        (["html"], "asking again"),
    ],
)
def test_one_fault_costs_one_more_request(fake, faults, told):
    fake.faults = list(faults)
    run = Run(fake)
    assert run.plan is not None and run.planner.usage.requests == 3 and run.planner.usage.retries == 1
    assert any(told in line for line in run.said), run.said
    assert "1 of them again after a fault" in run.planner.usage.line()


def test_pauses_grow_or_are_what_the_server_asks(fake):
    fake.faults = ["500", "500", "500", "429:3"]
    assert Run(fake).waits == [1, 2, 4, 3]
    fake.faults = ["429:" + formatdate(time.time() + 30, usegmt=True)]
    (wait,) = Run(fake).waits
    assert 25 < wait <= 31


def test_a_server_that_wants_a_long_pause_is_not_waited_for(fake):
    fake.faults = ["429:3600"]
    run = Run(fake)
    assert run.waits == [] and "asks to wait 3600 s" in run.error and len(fake.bodies) == 1


def test_a_cut_off_answer_is_given_more_room(fake):
    fake.faults = ["truncated", "truncated"]
    Run(fake)
    room = [b["max_tokens"] for b in fake.bodies[:3]]
    assert all(b == 2 * a for a, b in pairwise(room))


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("429:0", "too many requests (HTTP 429), in all of 5 tries"),
        ("500", "it failed (HTTP 500), in all of 5 tries: try later"),
        ("malformed", "no usable reply in 5 requests, because it was no good JSON: use another model"),
        ("truncated", "because it was cut off: use a model with a longer answer or a smaller grid"),
        ("empty", "because it was empty"),
        ("html", "no usable reply in 5 requests"),
    ],
)
def test_a_fault_that_stays_ends_after_a_bounded_number_of_requests(fake, fault, told):
    fake.faults = [fault] * 50
    run = Run(fake)
    assert run.plan is None and told in run.error, run.error
    assert len(fake.bodies) == ATTEMPTS and sum(run.waits) < 60


def test_refusals_and_empty_accounts_are_not_asked_twice(fake):
    fake.faults = ["refusal"]
    run = Run(fake)
    assert "refuses to plan this: I cannot help with that [31m city: say the prompt otherwise" in run.error and len(fake.bodies) == 1
    fake.faults = ["quota"]
    run = Run(fake)
    assert "no credit left (HTTP 429)" in run.error and len(fake.bodies) == 2


def test_a_slow_server_is_given_up(fake):
    fake.wait, fake.faults = 0.5, ["timeout"] * ATTEMPTS
    run = Run(fake, impatient=0.1)
    assert "no answer within 0.1 s (--llm-timeout allows more), in all of 5 tries" in run.error and len(fake.bodies) == ATTEMPTS
    fake.wait, fake.faults = 2.5, ["timeout"]
    assert Run(fake, impatient=2.0).plan is not None


def test_no_server_at_all():
    with serve() as fake:
        pass
    run = Run(fake)
    assert f"no server can be reached at {fake.url}, in all of 5 tries" in run.error


def test_a_wrong_key_is_told_and_never_shown(fake, monkeypatch, tmp_path):
    fake.key = "another"
    assert "it wants a key: set OPENAI_API_KEY (HTTP 401)" in Run(fake).error
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    run = Run(fake)
    assert "the key in OPENAI_API_KEY is not accepted" in run.error and fake.keys[-1] == KEY and len(fake.bodies) == 2
    fake.key = KEY
    run = Run(fake, cache=tmp_path / "c")
    assert run.plan is not None
    assert KEY not in repr(run.planner.chat.server) + run.plan.model_dump_json()
    assert not [f for f in tmp_path.rglob("*") if f.is_file() and KEY in f.read_text()]


def test_unknown_models_and_addresses(fake):
    fake.models = ["other"]
    assert "there is no such model or address (HTTP 404): model m-1 not found" in Run(fake).error.replace("'", "")
    fake.models = []
    fake.url = fake.url.removesuffix("/v1")
    assert "see --llm-model and --llm-url" in Run(fake).error


@pytest.mark.parametrize(
    ("lacks", "forms"),
    [({"json_schema"}, ["json_schema", "json_object"]), ({"json_schema", "json_object"}, ["json_schema", "json_object", "text"])],
)
def test_servers_without_structured_output_are_asked_more_simply(fake, lacks, forms):
    fake.lacks = lacks
    run = Run(fake)
    asked = [b.get("response_format", {}).get("type", "text") for b in fake.bodies]
    assert asked == [*forms, forms[-1]], "found out once, kept for the questions after it"
    assert run.plan is not None and run.planner.usage.retries == 0
    assert "fit this JSON schema" in fake.bodies[-1]["messages"][0]["content"]
    assert any("does not know the form json_schema" in s for s in run.said)


def test_the_newer_name_of_the_limit(fake):
    fake.lacks = {"limit"}
    assert Run(fake).plan is not None
    assert "max_completion_tokens" in fake.bodies[-1] and "max_tokens" not in fake.bodies[-1]


def test_schemas_are_strict(fake):
    Run(fake)
    for body in fake.bodies:
        form = body["response_format"]["json_schema"]
        assert form["strict"] is True
        todo = [form["schema"], *form["schema"].get("$defs", {}).values()]
        for node in todo:
            assert node["additionalProperties"] is False and node["required"] == list(node["properties"])
        text = json.dumps(form["schema"])
        assert not re.search(r'"(default|maxItems|minItems|prefixItems|pattern|minimum)":', text)
        assert not re.search(r'"\$ref": "[^"]*", "description"|"description": "[^"]*", "\$ref"', text), "a reference stands alone"


def test_falling_back_is_the_users_to_allow_and_told(fake):
    fake.faults = ["500"] * 50
    run = Run(fake, fallback=True)
    assert run.plan is not None and run.plan.notes[0].startswith("planned offline, without the language model: ")
    offline = planner("offline").plan(PROMPT, grid=(1, 1), seed=1)
    assert run.plan.briefs == offline.briefs


def test_falling_back_half_way_keeps_what_was_answered(fake):
    fake.faults = ["", "", "", *["500"] * 100]
    p = planner("llm", url=fake.url, model="m", cache=False, fallback=True, parallel=1, sleep=lambda s: None)
    plan = p.plan(PROMPT, grid=(12, 2), seed=1)
    assert len(fake.bodies) == 3 + ATTEMPTS, "after a failure no more is asked"
    assert re.match(r"8 of 24 tiles are planned offline, because the language model m at .* failed \(HTTP 500\)", plan.notes[1]), plan.notes
    assert sum("number" in b.text for b in plan.briefs) == 16


def test_what_was_answered_before_a_failure_is_not_asked_again(fake, tmp_path):
    fake.faults = ["", "", *["500"] * ATTEMPTS]
    with pytest.raises(ServiceError, match="is kept"):
        planner("llm", url=fake.url, model="m", cache=tmp_path, parallel=1, sleep=lambda s: None).plan(PROMPT, grid=(12, 2), seed=1)
    fake.bodies.clear()
    fake.faults.clear()
    p = planner("llm", url=fake.url, model="m", cache=tmp_path)
    p.plan(PROMPT, grid=(12, 2), seed=1)
    assert p.usage.cached == 2 and p.usage.requests == len(fake.bodies) == 2


@pytest.mark.parametrize(
    ("url", "model", "said"),
    [
        (None, "m", "no language model is given"),
        ("localhost:1", "m", "no web address"),
        ("http://u:secret@host/v1", "m", "carries a name, password or query"),
        ("http://host:99999/v1", "m", "no web address"),
        ("http://localhost:1/v1", None, "no model is named for localhost"),
    ],
)
def test_addresses_that_cannot_be_used(url, model, said):
    with pytest.raises(InputError, match=said) as e:
        server(url, model)
    assert "secret" not in str(e.value)


def test_environment_names_server_model_and_key(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with pytest.raises(InputError, match=r"no model is named for api\.openai\.com"):
        server()
    monkeypatch.setenv("OPENAI_BASE_URL", "http://localhost:9/v1")
    monkeypatch.setenv("CITYSCAPE_LLM_MODEL", "m")
    s = server()
    assert (s.url, s.model, s.key) == ("http://localhost:9/v1", "m", KEY) and KEY not in repr(s)
    assert server("http://other:9/v1", "n").place == "http://other:9/v1"


def test_cost_only_at_prices_that_the_user_gave():
    u = Usage(requests=1, sent=500_000, received=1_000_000, largest=500_000)
    assert u.cost is None and "prices" not in u.line()
    u.price = (0.15, 0.6)
    assert u.cost == pytest.approx(0.675) and u.line().endswith("0.6750 at the prices given")


# -- the command line ---------------------------------------------------------------------------------------


def call(capsys, *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as stop:
        main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return stop.value.code, out, err


def test_the_command_plan_end_to_end(fake, tmp_path, capsys):
    llm = ("--planner", "llm", "--llm-url", fake.url, "--llm-model", "m-1", "--llm-price", "1,2")
    code, out, err = call(capsys, "plan", PROMPT, "--grid", "3x3", "--out", tmp_path / "a.json", *llm)
    assert code == 0, err
    assert f"asking m-1 at {fake.url} for a plan: 2 questions" in err
    assert "language model: 2 requests; " in out and "at the prices given" in out and "9 tiles of Weavers' town" in out
    code, out, err = call(capsys, "plan", PROMPT, "--grid", "3x3", "--out", tmp_path / "b.json", "--json", *llm)
    assert code == 0 and json.loads(out)["llm"] | {"cost": 0.0} == {
        "requests": 0, "cached": 2, "retries": 0, "sent": 0, "received": 0, "largest": 0, "estimated": False, "cost": 0.0,
    }  # fmt: skip
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_the_commands_fail_with_code_3_and_leave_nothing_half_made(fake, tmp_path, capsys):
    fake.faults = ["refusal"] * 9
    llm = ("--planner", "llm", "--llm-url", fake.url, "--llm-model", "m-1")
    code, out, err = call(capsys, "plan", PROMPT, "--out", tmp_path / "a.json", *llm)
    assert code == 3 and err.splitlines()[-1].startswith("cityscape: the language model m-1 at") and not (tmp_path / "a.json").exists()
    assert "language model: 1 request; " in err, "what it took is told all the same"
    code, out, err = call(capsys, "generate", PROMPT, "--out", tmp_path / "s", *llm)
    assert code == 3 and not (tmp_path / "s").exists()
    code, out, err = call(capsys, "plan", PROMPT, "--out", tmp_path / "a.json", "--llm-fallback", *llm)
    assert code == 0 and "planned offline, without the language model" in out and (tmp_path / "a.json").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--llm-model", "m"), "add --planner llm"),
        (("--planner", "llm"), "no language model is given"),
        (("--planner", "oracle"), "there is no planner 'oracle': there are offline, llm"),
        (("--planner", "llm", "--llm-price", "cheap"), "is not understood"),
    ],
)
def test_options_that_do_not_fit(options, said, tmp_path, capsys):
    code, _, err = call(capsys, "plan", "a town", "--out", tmp_path / "p.json", *options)
    assert code == 2 and said in err
