"""The ground under the map, where an operator has set one: a file of pictures, or another server through a cache."""
