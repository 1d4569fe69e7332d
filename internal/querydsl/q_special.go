package querydsl

var specialQueries = map[string]queryParser{}
