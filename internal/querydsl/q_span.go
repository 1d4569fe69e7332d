package querydsl

var spanQueries = map[string]queryParser{}
