"""The players of the sample league: invented names, latent skill, rosters, summers, trades."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scripts.sample.plan import (
    CANDIDATES,
    LATEST_SLATE,
    OPENING,
    RULED_OUT,
    SEASONS,
    SEED,
    TEAMS,
    TRADED,
    WATCH_LIST,
)
from scripts.sample.times import days_between

_FIRST = """Aurel Bastian Brennan Cassius Corwin Dagan Darnell Davonte Dez'Mon Elias Emeka
Enzo Ezekiel Fabrice Gideon Hakeem Idris Ignacio Isandro Jabez Jamarcus Jarek Joaquín Kellan Keondre
Kofi Kwabena Lamont Leandro Lennart Lorcan Lucián Mateus Mikkel Nasir Nikodem Obinna Octavian Omari
Orlando Paxton Quentavius Quill Rasheed Rémy Rhett Rodion Santino Shaquan Silas Stellan Tadeo
Tavares Tavish Terrell Théo Torvald Tre'Quan Uriah Vaughn Vasil Wendel Xavion Yannick Zebulon
Zoltan"""
_LAST = """Abernethy Achterberg Adeyinka Almeida-Rocha Amundrud Arkwright Ashgrove Babatope
Balderston Barrowman Bellweather Blackmoor Boateng-Hale Bramwell Brzozowski Caldecott Carrowmore
Castellane Chidubem Claypoole Coldwater Dambrosio Danquah Deveraux Dragojević Eastlake Ekstrøm
Ellingsworth Emmerich Fairweather Falkenrath Farquharson Fenwick-Obi Galloway Garrowby Gjersvik
Glasswright Greystoke Halvorsen Hargreave Hinchcliffe Holloway-Tate Igbokwe Ironwood Jankauskas
Kaczmarek Kilbride Kirkbride Kovačević Langstroth Lindqvist Lockridge Łukomski Maddingley Marchetti
Merriweather-Cole Mbeki Montclair Moravec Nakamura-Bell Nightingale Núñez Nwachukwu O'Dowd O'Rourke
Okonjo Ostrander Overstreet Papadakis Pemberton Penhallow Pettibone Quarles Quillfeather Radcliffe
Ramsbottom Redfearn Rosenqvist Rutherglen Sandoval-Ruiz Satterwhite Scarborough Šimunić Skarsgaard
Stanhope Stonebraker Strømme Tattersall Thistlewood Thornbury Tregarthen Umbridge Underhill
Vandermeer Vasconcelos Wainscott Wakefield Weatherby Whitcombe Winterbourne Wolstenholme
Yarborough Zakrzewski"""
FIRST_NAMES, LAST_NAMES = _FIRST.split(), _LAST.split()
SUFFIXES = ("Jr.", "Sr.", "II", "III", "IV")

POSITIONS = (  # short and long spelling
    ("G", "Guard"), ("G-F", "Guard-Forward"), ("F", "Forward"),
    ("F-C", "Forward-Center"), ("C", "Center"),
)  # fmt: skip
ZONE_PROFILES = {  # shares of shots in the paint and from mid-range; threes are the rest
    "interior": (0.72, 0.10),
    "perimeter": (0.33, 0.06),
    "mid_range": (0.36, 0.27),
    "balanced": (0.46, 0.11),
}
PROFILE_WEIGHTS = (  # of the four profiles, for each position
    (6, 50, 16, 28), (12, 43, 16, 29), (22, 33, 15, 30), (58, 8, 10, 24), (80, 2, 8, 10),
)  # fmt: skip
MINUTES_BY_RANK = (34.8, 33.4, 31.8, 29.8, 27.4, 23.0, 19.6, 16.4, 12.6, 8.8, 5.0, 4.0)
USAGE_BY_ROLE = (1.42, 1.2, 1.06, 0.96, 0.88, 0.95, 0.9, 0.86, 0.84, 0.82)
FG_PCT = (0.574, 0.42, 0.363)  # paint, mid-range, three


def plain(name: str) -> str:
    """Return ``name`` without accents, also of letters that do not decompose (đ, ø, ł)."""
    letters = unicodedata.normalize("NFKD", name.translate(str.maketrans("đĐøØłŁ", "dDoOlL")))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def make_lookup(name: str) -> str:
    """Return the key of a player: lower-case letters and digits of the plain name, suffix kept."""
    return re.sub("[^a-z0-9]", "", plain(name).lower())


def report_lookup(name: str) -> str:
    """Return the injury report's own, broken key: jr, sr, ii, iii, iv dropped wherever they are."""
    return re.sub("jr|sr|iii|ii|iv", "", make_lookup(name))


def without_suffix(lookup: str) -> str:
    """Return a player's key without a generational suffix at its end."""
    return re.sub("(jr|sr|iii|ii|iv|v)$", "", lookup)


@dataclass(eq=False)
class Player:
    """A player: what he is, and where he stands in the season that is being played."""

    name: str
    team: str
    depth: float  # place on his team: 0 first option, 14 end of the bench
    usage: float  # shots a minute against the league's mean
    entry: int  # first season
    drafted: bool
    position: int  # index of POSITIONS
    zones: tuple[float, float]  # shares of shots in the paint and from mid-range
    skill: float  # factor on make rates
    ft_rate: float  # free throws a field-goal attempt
    ft_pct: float
    spread: float  # standard deviation of his share of the shots
    planted: bool = False
    lookup: str = ""
    form: float = 0.0
    out_until: date = date.min
    old_team: str = ""
    traded_on: date = date.min
    season_points: int = 0
    season_games: int = 0

    def __post_init__(self) -> None:
        self.lookup = make_lookup(self.name)

    @property
    def shot_value(self) -> float:
        """Expected points for each field-goal attempt, free throws included."""
        paint, mid = self.zones
        made = 2 * paint * FG_PCT[0] + 2 * mid * FG_PCT[1] + 3 * (1 - paint - mid) * FG_PCT[2]
        return made * self.skill + self.ft_rate * self.ft_pct


# name, team, role, first season, zone profile
PLANTED_PLAYERS = (
    ("Deshawn Trevelyan Jr.", "BOS", 0, 2017, "perimeter"),
    ("Olivier Ravendale", "LAL", 0, 2012, "balanced"),
    ("J.J. Brockhurst", "SAC", 0, 2021, "balanced"),
    ("Søren Askeland", "DEN", 0, 2015, "interior"),
    ("Malachi Oduya-Reyes", "MIN", 0, 2025, "perimeter"),
    ("Đorđe Vasilković", "DET", 0, 2025, "mid_range"),
    ("Jurgis Macevičiūnas", "CHI", 2, 2016, "mid_range"),
    ("Cedric Vantrell II", "PHX", 1, 2011, "interior"),
    ("Tobin Ashdown III", "GSW", 0, 2010, "perimeter"),
    ("Ivo Haldanbury IV", "MIA", 1, 2019, "interior"),
    ("Hawaii Keanemoku", "UTA", 1, 2022, "perimeter"),
    ("Paweł Wołkowicz", "CLE", 2, 2020, "balanced"),
    ("Reyes Calderwick", "DAL", 1, 2018, "mid_range"),
    ("José Peñalverde Sr.", "MEM", 1, 2014, "balanced"),
    ("De'Marlo O'Quinnlan", "TOR", 0, 2023, "interior"),
    ("Lennart Lockridge", "CHA", 2, 2011, "balanced"),
    ("Lennart Lockridge Jr.", "WAS", 3, 2022, "perimeter"),
)


class League:
    """The players of the league, season by season: rosters, summers and trades."""

    def __init__(self) -> None:
        self.random = Random(f"{SEED} players")
        self.players: list[Player] = []
        self.rosters: dict[str, list[Player]] = {team: [] for team in TEAMS}
        # Without suffixes: except for NAMESAKES nobody has another's name.
        self._names: set[str] = {without_suffix(make_lookup(row[0])) for row in PLANTED_PLAYERS}
        for team in TEAMS:
            for role in range(15):
                self._sign(team, role, SEASONS[0] - self._experience(role))
        self._plant(SEASONS[0])

    def _experience(self, role: int) -> int:
        return self.random.choice((0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15)[: 14 - role // 3])

    def _name(self) -> str:
        while True:
            name = f"{self.random.choice(FIRST_NAMES)} {self.random.choice(LAST_NAMES)}"
            if self.random.random() < 0.07:
                name += f" {self.random.choice(SUFFIXES)}"
            if (key := without_suffix(make_lookup(name))) not in self._names:
                self._names.add(key)
                return name

    def _sign(self, team: str, role: int, entry: int, name: str = "", profile: str = "") -> Player:
        draw = self.random
        position = draw.choices(range(5), (34, 12, 28, 13, 13))[0]
        if not profile:
            profile = draw.choices(list(ZONE_PROFILES), PROFILE_WEIGHTS[position])[0]
        paint, mid = ZONE_PROFILES[profile]
        paint += draw.uniform(-0.04, 0.04)
        usage = USAGE_BY_ROLE[min(role, 9)] * draw.uniform(0.9, 1.1)
        player = Player(
            name=name or self._name(),
            team=team,
            depth=role + draw.uniform(-0.4, 0.4) if role else -0.4,
            usage=usage,
            entry=entry,
            drafted=draw.random() < 0.75,
            position=position,
            zones=(paint, mid + draw.uniform(-0.03, 0.03)),
            skill=draw.uniform(0.94, 1.03) + 0.02 * (role < 3),
            ft_rate=draw.uniform(0.11, 0.25) + 0.05 * (role < 2) + 0.08 * (paint > 0.6),
            ft_pct=draw.uniform(0.68, 0.88),
            spread=draw.uniform(0.16, 0.26),
            planted=bool(name),
        )
        self.players.append(player)
        self.rosters[team].append(player)
        return player

    def _plant(self, season: int) -> None:
        """Put the planted players of this season in the places of others."""
        for name, team, role, entry, profile in PLANTED_PLAYERS:
            if entry == season or (season == SEASONS[0] and entry < season):
                roster = self.rosters[team]
                roster.remove(min(roster, key=lambda other: abs(other.depth - role)))
                player = self._sign(team, role, entry, name, profile)
                if player.lookup in (*CANDIDATES, RULED_OUT):
                    player.usage, player.spread, player.skill = 1.55, 0.38, 1.06
                elif player.lookup in WATCH_LIST:
                    player.usage, player.skill = 1.45, 1.03

    def start_season(self, season: int) -> None:
        """Retire and sign, let players change, and set the season's counters to nothing."""
        draw = self.random
        if season != SEASONS[0]:
            for team in TEAMS:
                ordinary = [p for p in self.rosters[team] if not p.planted and p.depth > 2]
                self.rosters[team].remove(gone := draw.choice(ordinary))
                self._sign(team, max(3, round(gone.depth)), season)
            for _ in range(20):
                self._swap(OPENING[season] - timedelta(days=90))
            self._plant(season)
        for player in self.players:
            player.season_points = player.season_games = 0
            player.out_until = date.min
            player.usage *= draw.uniform(0.96, 1.04) if not player.planted else 1.0

    def trades(self, season: int) -> list[date]:
        """Return the dates on which two ordinary players change places, in order."""
        last = min(date(season + 1, 2, 5), LATEST_SLATE - timedelta(days=4))
        window = days_between(date(season, 12, 10), last)
        return sorted(self.random.choice(window) for _ in range(14))

    def _swap(self, day: date) -> None:
        one, two = self.random.sample(TEAMS, 2)
        role = self.random.randint(3, 9)
        picks = []
        for team in (one, two):
            ordinary = [player for player in self.rosters[team] if not player.planted]
            picks.append(min(ordinary, key=lambda player: abs(player.depth - role)))
        self.exchange(day, *picks)

    def exchange(self, day: date, one: Player, two: Player) -> None:
        """Trade two players for each other on ``day``."""
        self.rosters[one.team].remove(one)
        self.rosters[two.team].remove(two)
        for player, team in ((one, two.team), (two, one.team)):
            player.old_team, player.team, player.traded_on = player.team, team, day
            self.rosters[team].append(player)

    def trade_day(self, day: date, count: int) -> None:
        """Make the trades of ``day``: the planted one, and ``count`` others."""
        lookup, planted_day, _, new = TRADED
        if day == planted_day:
            star = next(player for player in self.players if player.lookup == lookup)
            others = [player for player in self.rosters[new] if not player.planted]
            self.exchange(day, star, min(others, key=lambda other: abs(other.depth - star.depth)))
        for _ in range(count):
            self._swap(day)
