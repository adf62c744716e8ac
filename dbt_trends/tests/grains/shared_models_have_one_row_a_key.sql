{{ broken_grains({
    'stg_nba_reference__player_registry': ['player_lookup', 'season_year'],
    'int_as_of_dates': ['as_of_date'],
    'int_documents__season_facts': ['as_of_date'],
    'int_league__priors': ['as_of_date'],
    'int_lines__market': ['player_lookup', 'game_date', 'line_cutoff_at'],
    'int_player_games__played': ['player_lookup', 'game_date'],
    'int_player_games__results': ['player_lookup', 'game_date'],
    'int_players__last_games': ['as_of_date', 'player_lookup'],
    'int_schedule__team_games': ['game_date', 'team_abbr'],
    'int_seasons__as_of': ['as_of_date'],
    'int_slate__players': ['as_of_date', 'player_lookup'],
    'int_teams__games': ['game_date', 'team_abbr'],
}) }}
