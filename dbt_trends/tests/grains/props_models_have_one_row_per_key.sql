{{ broken_grains({
    'int_cells__to_date': ['as_of_date', 'dimension', 'value'],
    'int_player_games__described': ['player_lookup', 'game_date'],
    'int_players__shot_profiles': ['player_lookup', 'game_date'],
    'int_props__described': ['player_lookup', 'game_date'],
    'int_teams__leading_scorers': ['game_date', 'team_abbr'],
}) }}
