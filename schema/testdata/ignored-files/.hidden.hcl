this is not = = read
