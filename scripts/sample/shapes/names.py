"""Shapes of names: who a quote, a report or a row of the registry is about."""

from __future__ import annotations

from collections.abc import Callable

from scripts.sample.draws import pick, share
from scripts.sample.people import SUFFIXES, make_lookup, plain, without_suffix
from scripts.sample.plan import LATEST_SLATE, NAMESAKES, season_label
from scripts.sample.quotes import ALL_BOOKS, BOOKS, Quote, Row
from scripts.sample.shapes.plan import (
    MISLEADING_ALIAS,
    NICKNAMES,
    NOBODY,
    SPELLED_IN_THE_LIST,
    SPELLINGS,
    UNMATCHED,
    UNMATCHED_SINCE,
    WHOLE_LOOKUPS,
)
from scripts.sample.tables import PLACES, Tables
from scripts.sample.times import utc

REPORT = "nbac_injury_report"
REPORTED_NAME = PLACES[REPORT]["player_full_name"]


def _rename(tables: Tables, name_of: Callable[[Quote], str | None]) -> None:
    tables.quotes = [
        quote if (name := name_of(quote)) is None else quote._replace(name=name)
        for quote in tables.quotes
    ]


def nicknames(tables: Tables) -> None:
    """Feeds call players by other names, and so does the report; aliases lead to the players."""
    by_key = {str(row[0]): str(row[1]) for row in tables.rows["player_game_summary"]}
    for player, (nickname, canonical) in NICKNAMES.items():
        tables.add(
            "player_aliases", make_lookup(nickname), canonical, True, nickname,
            by_key.get(player, player), "nickname",
        )  # fmt: skip
    alias, other = MISLEADING_ALIAS
    tables.add("player_aliases", alias, other, False, alias, other, "wrong: two players")
    nicknamed = {by_key[player]: name for player, (name, _) in NICKNAMES.items()}

    def name_of(quote: Quote) -> str | None:
        found = NICKNAMES.get(quote.player)
        key = (quote.player, quote.game.day, quote.book)
        return found[0] if found and share("nickname", *key) < 0.7 else None

    def reported(row: Row) -> dict[str, object] | None:
        name = nicknamed.get(str(row[REPORTED_NAME]))
        return {"player_full_name": name} if name else None

    _rename(tables, name_of)
    tables.edit(REPORT, reported)


def unmatched_names(tables: Tables) -> None:
    """Feeds quote a player by a name whose alias leads to nobody, and a man who is in no table."""
    player, nickname, nowhere = UNMATCHED
    tables.add(
        "player_aliases", make_lookup(nickname), nowhere, True, nickname, nowhere, "key mistyped"
    )

    def name_of(quote: Quote) -> str | None:
        is_his = quote.player == player and quote.game.day >= UNMATCHED_SINCE
        return nickname if is_his else None

    _rename(tables, name_of)
    added: dict[tuple[object, ...], Quote] = {}
    days = {game.day for game in tables.games}
    days = {day for day in days if day == LATEST_SLATE or share("nobody", day) < 0.1}
    for quote in tables.quotes:
        if quote.game.day in days and quote.book in BOOKS:
            added.setdefault((quote.game.day, quote.book), quote)
    tables.quotes = [
        *tables.quotes,
        *(
            quote._replace(player=NOBODY, name=NOBODY, lookup=make_lookup(NOBODY))
            for quote in added.values()
        ),
    ]


def name_suffixes(tables: Tables) -> None:
    """Feeds and the report leave a name's suffix out, have another one, or put one where none is.

    Not of the two players who differ by it alone, nor of those whom an alias is to find.
    """
    kept = {*NAMESAKES, *NICKNAMES, UNMATCHED[0], make_lookup(UNMATCHED[1])}
    kept |= {make_lookup(name) for name, _ in NICKNAMES.values()}

    def changed(name: str, *key: object) -> str | None:
        lookup = make_lookup(name)
        bare = name
        for suffix in SUFFIXES:
            bare = bare.removesuffix(f" {suffix}")
        if lookup in kept or (bare == name and share("suffix", lookup) >= 0.04):
            return None
        other = pick(("", "", *SUFFIXES), "other suffix", lookup, *key)
        new = f"{bare} {other}".strip()
        same = without_suffix(make_lookup(new)) == without_suffix(lookup)
        return new if same and share("suffix changed", lookup, *key) < 0.6 else None

    cache: dict[tuple[str, str, int], str | None] = {}

    def name_of(quote: Quote) -> str | None:
        key = (quote.player, quote.book, quote.game.day.month)
        if key not in cache:
            cache[key] = changed(quote.name, *key[1:]) if quote.player != NOBODY else None
        return cache[key]

    def reported(row: Row) -> dict[str, object] | None:
        name = changed(str(row[REPORTED_NAME]), "report")
        return {"player_full_name": name} if name else None

    _rename(tables, name_of)
    tables.edit(REPORT, reported)


def plain_names(tables: Tables) -> None:
    """Feeds write names without accents, except for some books."""
    cache: dict[str, str] = {}

    def name_of(quote: Quote) -> str | None:
        if quote.book in ("FanDuel", "PrizePicks") or quote.name.isascii():
            return None
        if quote.name not in cache:
            cache[quote.name] = plain(quote.name)
        return cache[quote.name]

    _rename(tables, name_of)


def stored_lookups(tables: Tables) -> None:
    """The feeds' own keys lack suffixes and letters that are not ASCII, in rows of before 2026."""
    whole = utc(WHOLE_LOOKUPS, 0)
    broken = {}
    for key, name in {row[:2] for row in tables.rows["player_game_summary"]}:
        ascii_only = "".join(letter for letter in str(name) if letter.isascii())
        if (lookup := without_suffix(make_lookup(ascii_only))) != key:
            broken[key] = lookup
    tables.quotes = [
        quote._replace(lookup=broken[quote.player])
        if quote.processed < whole and quote.player in broken
        else quote
        for quote in tables.quotes
    ]


def book_names(tables: Tables) -> None:
    """BettingPros' names of books above 24 are guesses of its writer, most of them wrong."""
    tables.quotes = [
        quote._replace(label=guess) if (guess := ALL_BOOKS[quote.book].guess) else quote
        for quote in tables.quotes
    ]


def last_first_names(tables: Tables) -> None:
    """The injury report writes "Trevelyan Jr., Deshawn", of every other team."""
    day, team = (PLACES[REPORT][column] for column in ("game_date", "team"))

    def reported(row: Row) -> dict[str, object] | None:
        if share("last, first", row[day], str(row[team])[-4:]) < 0.5:
            return None
        first, _, last = str(row[REPORTED_NAME]).partition(" ")
        return {"player_full_name": f"{last}, {first}"}

    tables.edit(REPORT, reported)


REGISTRY = "nba_players_registry"
KEY, TEAM, SEASON = (PLACES[REGISTRY][name] for name in ("player_lookup", "team_abbr", "season"))


def season_spellings(tables: Tables) -> None:
    """Box scores and registry spell players with a suffix in some seasons, in others without."""
    by_label = {(player, season_label(year)): name for (player, year), name in SPELLINGS.items()}
    box_key, box_season = (
        PLACES["player_game_summary"][name] for name in ("player_lookup", "season_year")
    )

    def box_score(row: Row) -> dict[str, object] | None:
        name = SPELLINGS.get((row[box_key], row[box_season]))  # type: ignore[arg-type]
        return {"player_full_name": name, "player_lookup": make_lookup(name)} if name else None

    def registered(row: Row) -> dict[str, object] | None:
        name = by_label.get((str(row[KEY]), str(row[SEASON])))
        return {"player_name": name, "player_lookup": make_lookup(name)} if name else None

    def listed(row: Row) -> dict[str, object] | None:
        player, spelled = SPELLED_IN_THE_LIST
        return {"player_lookup": spelled} if row[0] == player else None

    tables.edit("player_game_summary", box_score)
    tables.edit(REGISTRY, registered)
    tables.edit("nbac_player_list_current", listed)


def registry_names(tables: Tables) -> None:
    """Rows of the registry that come from rosters have the key with a capital for a name."""
    games = PLACES[REGISTRY]["games_played"]

    def change(row: Row) -> dict[str, object] | None:
        key = (without_suffix(str(row[KEY])), row[TEAM], row[SEASON])
        if row[games] and share("registry name", *key) >= 0.08:
            return None
        return {"player_name": str(row[KEY]).capitalize()}

    tables.edit(REGISTRY, change)
