select simulation_clear($1)
