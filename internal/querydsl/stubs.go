package querydsl

import "github.com/alertplan/alertplan/internal/orderedjson"

func readHighlight(c *context, v any) (any, *Error)                      { return v, nil }
func readSuggest(c *context, v any) (any, *Error)                        { return v, nil }
func readRescore(c *context, v any) (any, *Error)                        { return v, nil }
func readGeoDistanceSort(c *context, v any) (any, *Error)                { return v, nil }
func readGridBounds(c *context, v any) (any, *Error)                     { return v, nil }
func readMovingAverage(c *context, v any) (any, *Error)                  { return v, nil }
func parseFunctionScore(c *context, v *orderedjson.Object) (any, *Error) { return v, nil }

var geoAggregations = map[string]aggregation{}
