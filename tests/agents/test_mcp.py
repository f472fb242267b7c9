"""The tools for agents, asked by the protocol's own client: in one process, and over standard input and output as an agent starts them."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import pytest

pytest.importorskip("mcp")
from mcp import Client, StdioServerParameters
from mcp.server.mcpserver import MCPServer
from mcp.types import ReadResourceResult, TextContent, TextResourceContents

from countersight.agents.server import make_server
from countersight.app import Screener, open_starter
from countersight.settings import Settings

T = TypeVar("T")
Server: TypeAlias = MCPServer[Any] | StdioServerParameters
ROOT = Path(__file__).parents[2]
TOOLS = ["search", "match", "dossier", "decide", "explain", "rulebook_pages", "rulebook_page"]
MATTER = {
    "id": "INVENTED-1", "kind": "shipment", "transaction": "export", "date": "2026-11-20", "destination": "CN",
    "parties": [{"role": "exporter", "name": "Invented Machines Inc.", "country": "US", "is_us_person": True}, {"role": "end_user", "name": "Hangzhou Hikvision Digital Technology Co., Ltd.", "country": "CN"}],
    "lines": [{"description": "hard disk drives for video recorders", "eccn": "EAR99", "origin": "US", "quantity": "5"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def screener(tmp_path_factory: pytest.TempPathFactory) -> Screener:
    return Screener(open_starter(Settings(cache=tmp_path_factory.mktemp("home"))))


def using(server: Server, job: Callable[[Client], Awaitable[T]]) -> T:
    async def work() -> T:
        async with Client(server) as client:
            return await job(client)

    return asyncio.run(work())


def call(server: Server, tool: str, **arguments: object) -> dict[str, Any]:
    """The structured answer, which the text repeats."""
    answer = using(server, lambda client: client.call_tool(tool, arguments))
    assert not answer.is_error, answer.content
    assert isinstance(answer.content[0], TextContent)
    assert json.loads(answer.content[0].text) == answer.structured_content
    told: dict[str, Any] = answer.structured_content
    return told


def fault(server: Server, tool: str, **arguments: object) -> str:
    answer = using(server, lambda client: client.call_tool(tool, arguments))
    assert answer.is_error
    assert isinstance(answer.content[0], TextContent)
    return answer.content[0].text


@pytest.fixture(scope="module")
def server(screener: Screener) -> Server:
    return make_server(screener)


def test_every_tool_says_what_it_takes_and_gives_and_that_it_only_reads(server: Server) -> None:
    told = using(server, lambda client: client.list_tools())
    assert [one.name for one in told.tools] == TOOLS
    for one in told.tools:
        assert one.description
        assert one.output_schema
        assert one.annotations is not None
        assert one.annotations.read_only_hint is True
        assert one.annotations.destructive_hint is False
    instructions = using(server, _instructions)
    assert "never clear" in instructions


async def _instructions(client: Client) -> str:
    return str(client.instructions)


def test_search(server: Server) -> None:
    told = call(server, "search", text="hikvis", limit=3)
    assert told["results"][0]["id"] == "hikvision"
    assert "us.bis.entity_list" in told["results"][0]["lists_in_force"]
    assert call(server, "search", text="no such body anywhere")["total"] == 0


def test_match_gives_reasons_and_what_is_not_held_in_full(server: Server) -> None:
    told = call(
        server, "match", names=["杭州海康威视数字技术股份有限公司", "Hikvision"], country="CN", on="2026-11-20", limit=1
    )
    (hit,) = told["hits"]
    assert (hit["id"], hit["band"]) == ("hikvision", "match")
    assert hit["reason"]
    assert {one["list"] for one in hit["listings"]} >= {"us.bis.entity_list", "us.fcc.covered"}
    assert told["not_held_in_full"], "the starter holds no list whole"
    assert told["on"] == "2026-11-20"
    nobody = call(server, "match", names=["Willow Bakery"], identifiers={"lei": "5493001KJTIIGC8Y1R13"})
    assert nobody["hits"] == []
    assert "lei" in nobody["notes"][0]
    assert "not to be clear" in nobody["means"]


def test_dossier(server: Server) -> None:
    told = call(server, "dossier", id="hikvision", on="2026-11-20")
    assert told["body"]["id"] == "hikvision"
    assert told["designations"][0]["state"]
    assert "no body" in fault(server, "dossier", id="banana")


def test_decide_and_explain_say_the_same(server: Server, screener: Screener) -> None:
    told = call(server, "decide", matter=MATTER)
    law = next(one for one in told["columns"] if one["rulebook"] == "us-in-force")
    assert law["outcome"] == "license_required"
    assert any(one["page"] == "ear.744.11" and one["citations"] for one in law["findings"])
    assert law["proposed"] is False
    assert next(one for one in told["parties"] if one["label"].startswith("Hangzhou"))["band"] == "match"
    reason = call(server, "explain", matter=MATTER, rulebook="us-in-force")
    assert reason["id"] == told["id"]
    assert "LICENCE REQUIRED" in reason["text"]
    assert reason["sources"][0]["citation"]
    from countersight.intake.documents import of_loaded

    assert told["id"] == screener.decide(of_loaded(MATTER, "m").matters[0]).id, "the tools decide nothing of their own"


def test_a_matter_that_cannot_be_read_says_what_would_be_right(server: Server) -> None:
    said = fault(server, "decide", matter={**MATTER, "destinaton": "CN"})
    assert "did you mean 'destination'?" in said
    assert "invented records" in fault(server, "decide", matter={**MATTER, "given": {"bodies": []}})
    assert "one of" in fault(server, "explain", matter=MATTER, rulebook="banana")


def test_pages_of_law(server: Server) -> None:
    told = call(server, "rulebook_pages", text="744.11")
    assert ("us-in-force", "ear.744.11") in {(one["rulebook"], one["id"]) for one in told["pages"]}
    assert len(call(server, "rulebook_pages")["pages"]) > len(told["pages"])
    (page,) = call(server, "rulebook_page", rulebook="us-in-force", page="ear.744.11")["pages"]
    assert page["examples"]
    assert page["citations"]
    assert "rulebook_pages" in fault(server, "rulebook_page", rulebook="us-in-force", page="banana")
    assert "one of" in fault(server, "rulebook_page", rulebook="banana", page="ear.744.11")


def test_resources(server: Server) -> None:
    schema = using(server, lambda client: client.read_resource("countersight://schema/matter"))
    assert json.loads(_text(schema))["title"] == "Matter"
    page = using(server, lambda client: client.read_resource("countersight://rulebooks/us-in-force/ear.744.11"))
    assert _text(page).startswith("---\n")


def _text(answer: ReadResourceResult) -> str:
    assert isinstance(answer.contents[0], TextResourceContents)
    return answer.contents[0].text


def test_over_standard_input_and_output(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "COUNTERSIGHT_HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
    }
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "countersight", "mcp"], env=env, cwd=str(tmp_path)
    )
    told = using(command, lambda client: client.call_tool("match", {"names": ["Hikvision"]}))
    assert told.structured_content["hits"][0]["id"] == "hikvision"
