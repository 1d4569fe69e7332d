package querydsl

var geoQueries = map[string]queryParser{}
var geoAggregations = map[string]aggregation{}

func readGeoDistanceSort(c *context, v any) (any, *Error) { return v, nil }
func readGridBounds(c *context, v any) (any, *Error)      { return v, nil }

type gp struct{}

func (gp) latLon() any            { return nil }
func geoPoint(v any) (gp, *Error) { return gp{}, nil }
