"""The endpoint of the Model Context Protocol: the resources as tools for agents, under the same policy rows."""
