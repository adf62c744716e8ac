{{ broken_grains({
    'int_bounce_back__eligible_games': ['player_lookup', 'game_date'],
    'int_bounce_back__league': ['as_of_date'],
    'int_bounce_back__records': ['as_of_date', 'player_lookup'],
    'int_bounce_back__tested': ['as_of_date', 'player_lookup'],
    'int_documents__daily_facts': ['as_of_date'],
    'int_guards__lines': ['as_of_date'],
    'int_guards__schedule': ['as_of_date'],
    'int_periods': ['as_of_date', 'period'],
    'int_players__period_records': ['as_of_date', 'period', 'player_lookup'],
    'int_slate__injury_reports': ['as_of_date', 'team_abbr', 'player_lookup'],
    'int_slate__tonight': ['as_of_date', 'player_lookup'],
    'int_teams__defense_ranks': ['as_of_date', 'team_abbr'],
}) }}
