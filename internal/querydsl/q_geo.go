package querydsl

var geoQueries = map[string]queryParser{}
