{{ broken_grains({
    'int_archetypes__games': ['player_lookup', 'game_date'],
    'int_archetypes__players': ['as_of_date', 'player_lookup'],
    'int_archetypes__seasons': ['player_lookup', 'season_year'],
    'int_players__entry_years': ['player_lookup'],
    'int_teams__season_games': ['as_of_date', 'game_date', 'team_abbr'],
    'int_what_matters__archetypes': ['as_of_date', 'archetype'],
    'int_what_matters__tested': ['as_of_date', 'archetype', 'factor', 'level'],
}) }}
