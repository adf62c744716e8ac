{{ broken_grains({
    'stg_nba_analytics__player_games': ['player_lookup', 'game_date', 'team_abbr'],
    'stg_nba_raw__odds_api_props': ['game_date', 'player_name', 'book_key', 'points_line', 'snapshot_at'],
    'stg_nba_reference__player_registry': ['player_lookup', 'season_year'],
    'int_as_of_dates': ['as_of_date'],
    'int_documents__data_gaps': ['as_of_date'],
    'int_documents__season_facts': ['as_of_date'],
    'int_league__priors': ['as_of_date'],
    'int_lines__books': ['player_lookup', 'game_date', 'line_cutoff_at', 'book'],
    'int_lines__quotes': [
        'feed', 'game_date', 'player_name', 'book_key', 'points_line', 'bet_side', 'quoted_at'
    ],
    'int_lines__market': ['player_lookup', 'game_date', 'line_cutoff_at', 'is_tonight'],
    'int_players__keys': ['spelling'],
    'int_players__named': ['name_key'],
    'int_players__registry': ['player_lookup', 'season_year'],
    'int_player_games__played': ['player_lookup', 'game_date'],
    'int_player_games__results': ['player_lookup', 'game_date'],
    'int_players__last_games': ['as_of_date', 'player_lookup'],
    'int_schedule__team_games': ['game_date', 'team_abbr'],
    'int_seasons__as_of': ['as_of_date'],
    'int_slate__players': ['as_of_date', 'player_lookup'],
    'int_teams__games': ['game_date', 'team_abbr'],
}) }}
