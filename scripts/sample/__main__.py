"""Write the sample league: a made-up NBA, two and a half seasons, with every known defect planted.

    python -m scripts.sample data/sample
    python -m scripts.sample data/sample --without reloads --without second-feed
    python -m scripts.sample /tmp/league16x --scale 16

The ten source tables are written as parquet, ``DATA_DIR/<dataset>/<table>.parquet``: the 30 real
tricodes, invented players. 2023-24 and 2024-25 are complete, 2025-26 runs to the slate of
LATEST_SLATE, whose games have lines and an injury report but no results; the rest of that season
is only scheduled. The same code gives the same bytes on every run: random numbers come from named
streams of one seed, and no clock is read.

What is planted, and where to find it. Capitals are constants of scripts/sample/plan.py and
scripts/sample/shapes/plan.py; a share means: all over the table, at random. In [brackets] stand
the shapes, what the real writers put in the tables: ``--without SHAPE`` leaves one out, and changes
nothing else. Without any of them it is the clean league; what a reader can know of the two is the
same, except for what tests/end_to_end/test_writers_shapes.py names as lost.

player_game_summary
  repeated rows, other points, latest right   0.6 % of the played, DUPLICATE_PLAYER_ROW
  repeated row with the same processed_at     TIED_PLAYER_ROW: minutes and points decide
  points 0 or NULL, minutes and is_dnp NULL   8 % of the rows that did not play
  points_line of an arbitrary book            sometimes an in-game line
  pushes stored as OVER, win_flag FALSE       every one; starter_flag is minutes > 20
  usage_rate NULL on 30-70 % of the rows      on four days in ten; elsewhere on 2 %
  shot zones NULL                             on one day in three, all of ZONES_GAP, 4 % elsewhere
  games that do not count                     ALL_STAR (teams EST, WST), PRESEASON
  two men, one name except for suffix         NAMESAKES
  a suffix in some seasons only               SPELLINGS, registry and list too [season-spellings]
team_offense_game_summary
  silver and bronze repeats, wrong and newer  4 % of the rows, TIERED_TEAM_ROW; under other game_ids
  gold repeats with fewer possessions, newer  1 % of the rows
  partial rows, gold, with more possessions   2 %: flagged, or only by attempts < 50
  a team whose only row is partial            PARTIAL_ONLY (the home team)
  home_game and order of game_id inverted     seasons before 2024-25
  rows that disagree on overtime              OVERTIME_DISAGREEMENT (the away row says 0)
bettingpros_player_points_props
  other markets, consensus book, DFS apps     all over, from LINES_START on
  in-game snapshots at far-off lines          5 % of a book's lines
  several lines in one snapshot               3 % ladders; 2 % as balanced as the main line
  one-sided lines                             3 %, half of them a book's last word
  bookmaker_last_update NULL                  1 %, at a far-off line
  repeated rows with two processed_at         2 %, the later right
  player_team stale, or FA                    STALE_TEAM_DAYS after a trade; 0.5 %
  dates without lines                         before LINES_START, LINES_GAP, NO_LINES_DATES
  nothing but sportsbooks' whole lines        SPORTSBOOKS_ONLY (then moved to the other feed whole)
  lines on games that do not count            preseason of 2025, ALL_STAR of 2025
  lines for players who did not play          questionable players who were scratched
  player_lookup without suffix, ø, ć …        processed before WHOLE_LOOKUPS [stored-lookups]
  books above 24 under wrong names            36, 37, 60, 63 [book-names]
  an exchange's and an unknown id's lines     3 %, 4 or 5 points off, some alone [no-line-books]
  sides of one line at different instants     30 %, 7 s to 6 h; sometimes one side moves to
                                              another line alone [side-updates]
  odds of 0 and +50                           1.5 % of single lines, far ones [impossible-odds]
  is_active false                             lines behind another book's; WITHDRAWN_NIGHT and
                                              LATEST_SLATE more [withdrawn-lines]
  the same rows loaded again                  RELOADED, both feeds, up to 6 times [reloads]
odds_api_player_points_props
  sportsbooks' quotes, instead or as well     SECOND_FEED, TWO_FEEDS, on the slate SECOND_FEED_SLATE
                                              and TWO_FEEDS_SLATE: keys, decimal prices, American
                                              odds cut off, half without an own instant, in-game
                                              rows, two families of game_id [second-feed]
  a model's lines and a contest's             MODEL_LINES, MODEL_BESIDE_LINES [model-lines]
  a contest's rows that carry tip-offs        every game of date-only-tip-offs but a few
both feeds
  nicknames, aliases to the player            NICKNAMES, one without the suffix; an inactive alias,
                                              MISLEADING_ALIAS; the report too [nicknames]
  a name that leads to nobody                 UNMATCHED, NOBODY [unmatched-names]
  suffix left out, added, another one         of players with one and 4 % of the others, the report
                                              too [name-suffixes]
  no accents                                  all books but two [plain-names]
nbac_schedule
  status 1, then 3; sometimes 2, or 3 twice   every game
  postponed, the id used again                POSTPONED (one of them away from LATEST_SLATE)
  tip-off not known at first                  5 % of the status-1 rows
  neutral ground                              NEUTRAL, also in the project's seed; CUP_FINALS (006)
  All-Star 003 (flag unset in 2024), 001      ALL_STAR, PRESEASON
  tip-off midnight New York                   UNKNOWN_TIP, 3 % of the games [midnight-tip-offs]
  tip-off 00:00 UTC of the date               to LAST_DATE_ONLY, DATE_ONLY_WEEK [date-only-tip-offs]
  regular season and playoffs flagged wrong   play-in and playoffs [stage-flags]
  neutral ground not flagged                  every game [neutral-flags]
  Cup final missing                           CUP_FINALS [no-cup-final]
  teams not known yet, 'TBD' or ''            PLACEHOLDERS [placeholders]
  never played, still scheduled               ABANDONED [abandoned-games]
  more games of the All-Star weekend          RISING_STARS [all-star-rows]
nbac_injury_report
  lookup without jr, sr, ii, iii, iv          every row; BROKEN_LOOKUP
  full team names                             every eighth date, SLATE_FULL_NAME on LATEST_SLATE
  snapshots after tip-off                     afternoon games; EARLY_TIP, with REPORTED
  a player twice in a snapshot                1 %, the later processed_at right
  dates without a report                      before LINES_START, NO_REPORT_DATES
  "Last, First"                               of every other team [last-first-names]
nba_players_registry
  several rows of a traded player             TRADED, and some 14 trades a season
  last_roster_activity_date all NULL          season 2024-25
  old rows: no accents, or processed again    season 2023-24; 5 % of the rows
  the look-up with a capital for a name       8 %, all without a game [registry-names]
  position in eighteen spellings              every row; else two, 'G-F' and 'Guard-Forward'
                                              [position-spellings]
nbac_player_list_current, br_rosters_current
  years_pro NULL, a year too many, no draft   3 %, 4 %, 25 %
  players missing, one snapshot               MISSING_FROM_LIST; the day of LATEST_SLATE
  years_pro NULL throughout, rosters instead  BRK, CHO, PHO; some players missing; last season's
                                              years sometimes 0 [years-from-rosters]

On LATEST_SLATE, CANDIDATES come off a bad game and have 15 or more bounce-back situations,
WATCH_LIST have fewer, and RULED_OUT is out. REPORTED holds what the injury report says of them.

With --scale the league grows, for measuring: scripts/sample/scaled.py says how.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from scripts.sample.league import build_league
from scripts.sample.plan import LATEST_SLATE
from scripts.sample.scaled import SCALES, history_start
from scripts.sample.shapes import SHAPES, summary

ALL = "all"
HELP = """\
Write the sample league: the ten source tables as parquet, with all that the real writers
put in them. Each of these shapes can be left out; SHAPE is one of

{shapes}
  {all:{width}}The clean league, without the optional tables.
"""


def main() -> None:
    """Read the command line, write the league, say what was written."""
    width = max(map(len, SHAPES)) + 2
    listed = "\n".join(f"  {name:{width}}{summary(name)}" for name in SHAPES)
    parser = argparse.ArgumentParser(
        prog="python -m scripts.sample",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=HELP.format(shapes=listed, all=ALL, width=width),
        epilog="""examples:
  python -m scripts.sample data/sample
  python -m scripts.sample data/sample --without reloads --without second-feed""",
    )
    parser.add_argument("data_dir", type=Path, metavar="DATA_DIR", help="folder to write into")
    parser.add_argument(
        "--scale",
        type=int,
        choices=SCALES,
        default=1,
        help="how many times as large: 4 and 16 are for measuring (default: %(default)s)",
    )
    parser.add_argument(
        "--without",
        action="append",
        choices=(*SHAPES, ALL),
        default=[],
        metavar="SHAPE",
        help="leave a shape out; may be given several times; 'all' for none of them",
    )
    arguments = parser.parse_args()
    without = frozenset(SHAPES if ALL in arguments.without else arguments.without)
    counts = build_league(arguments.data_dir, arguments.scale, without)
    rows = sum(counts.values())
    print(
        f"wrote {len(counts)} tables, {rows:,} rows, slate of {LATEST_SLATE}, "
        f"to {arguments.data_dir}"
    )
    if first := history_start(arguments.scale):
        print(f"its seasons reach back: build it with the var history_start: {first}")


if __name__ == "__main__":
    main()
