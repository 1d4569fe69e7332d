package querydsl

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var geoAggregations = map[string]aggregation{
	"geo_distance": {read: readGeoDistanceAggregation},
	"geo_centroid": leaf(valueSource("geo_centroid", scriptable)),
	"geo_bounds":   aggregationOf(valueSource("geo_bounds", 0, opt("wrap_longitude", boolKind, true))),
	"geohash_grid": aggregationOf(valueSource("geohash_grid", 0, gridOptions(opt("precision", geohashPrecision, num(5)))...)),
	"geotile_grid": aggregationOf(valueSource("geotile_grid", 0, gridOptions(opt("precision", tilePrecision, num(7)))...)),
}

func gridOptions(precision field) []field {
	return []field{
		precision, opt("size", positive(intKind, "size"), num(10000)), opt("shard_size", positive(intKind, "shardSize")),
		opt("bounds", kind{tObject, readGridBounds}),
	}
}

var geohashPrecision = kind{tNumber | tString, func(c *context, v any) (any, *Error) {
	written, isText := v.(string)
	if _, err := strconv.Atoi(written); !isText || err == nil {
		return geohashLevels.read(c, v)
	}
	meters, err := distanceMeters(written, 1)
	if err != nil {
		return nil, err
	}
	levels := levelsForPrecision(meters)
	if levels > 12 {
		return nil, illegal("precision too high [%s]", written)
	}
	return num(levels), nil
}}

var geohashLevels = precisionKind(1, 12, "Invalid geohash aggregation precision of %d. Must be between 1 and 12.")

const (
	earthEquator = 2 * math.Pi * 6378137.0     // meters around
	earthPolar   = math.Pi * 6356752.314245    // meters from pole to pole
	cellRatio    = 1 + earthPolar/earthEquator // of a geohash cell
)

// levelsForPrecision is how long a geohash must be for cells of that width.
func levelsForPrecision(meters float64) int64 {
	if meters == 0 {
		return 24
	}
	parts := math.Ceil(earthEquator / math.Sqrt(meters*meters/(cellRatio*cellRatio)))
	if parts == 1 {
		return 1
	}
	bits := int64(math.Ceil(math.Log(parts) / math.Ln2))
	levels, rest := bits/5, bits%5
	if rest > 0 {
		levels++
	}
	if rest > 3 {
		levels++
	}
	return levels + bits/5
}

var tilePrecision = precisionKind(0, 29, "Invalid geotile_grid precision of %d. Must be between 0 and 29.")

func precisionKind(low, high int64, words string) kind {
	return kind{tNumber | tString, func(_ *context, v any) (any, *Error) {
		n, err := integer(v)
		if err == nil && (n < low || n > high) {
			err = illegal(words, n)
		}
		return result(num(n), err)
	}}
}

func readGridBounds(_ *context, v any) (any, *Error) {
	box, err := boundingBox(v.(*orderedjson.Object))
	if err != nil {
		return nil, err
	}
	if math.IsNaN(box.top + box.bottom + box.left + box.right) {
		return omitted, nil // an edge that isn't given leaves the box out
	}
	return orderedjson.NewObject(
		orderedjson.Member{Key: "top_left", Value: box.topLeft().latLon()},
		orderedjson.Member{Key: "bottom_right", Value: box.bottomRight().latLon()}), nil
}

var geoDistanceAggregation = valueSource("geo_distance", scriptable,
	opt("origin", kind{tObject | tArray | tString, readAggregationOrigin}).or("center", "point", "por"),
	opt("ranges", kind{tObject | tArray, listOf(readDistanceRange)}, []any{}), opt("keyed", boolKind, false),
	opt("unit", unitKind, "m"), opt("distance_type", distanceTypeKind(strings.ToUpper), "ARC"))

func readGeoDistanceAggregation(c *context, v any) (any, *Error) {
	read, err := geoDistanceAggregation.parse(c, v)
	if err != nil {
		return nil, err
	}
	if !read.has("origin") {
		return nil, illegal("Aggregation [%s] must define an [origin].", c.aggregation)
	}
	return geoDistanceAggregation.print(read), nil
}

func readAggregationOrigin(_ *context, v any) (any, *Error) {
	switch v := v.(type) {
	case []any:
		if len(v) > 2 {
			return nil, parsing("malformed [origin]: a geo point array must be of the form [lon, lat]")
		}
		numbers := []float64{math.NaN(), math.NaN()}
		for i, item := range v {
			f, err := double(item)
			if err != nil {
				return nil, underIndex(err, i)
			}
			numbers[i] = f
		}
		return point{numbers[1], numbers[0]}.latLon(), nil
	case *orderedjson.Object:
		lat, okLat := v.Get("lat")
		lon, okLon := v.Get("lon")
		if !okLat || !okLon || tokenOf(lat) != tNumber || tokenOf(lon) != tNumber {
			return nil, parsing("malformed [%s] geo point object. either [lat] or [lon] (or both) are missing", strings.Join(v.Keys()[max(0, v.Len()-1):], ""))
		}
		y, _ := double(lat)
		x, _ := double(lon)
		return point{y, x}.latLon(), nil
	}
	p, err := geoPointText(v.(string), bottomLeft)
	if err != nil {
		return nil, err
	}
	return p.latLon(), nil
}

// readDistanceRange prints a range with its key, which says its bounds.
func readDistanceRange(_ *context, v any) (any, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, parsing("Failed to parse object: expecting START_OBJECT but found %s", tokenName(v))
	}
	from, to := 0.0, math.Inf(1)
	var key any
	if texts := tokenOf(valueOf(o, "from")) | tokenOf(valueOf(o, "to")); texts&tString != 0 && texts != tString {
		return nil, refuse(KindNullPointer, "Cannot invoke \"String.trim()\" because \"in\" is null")
	}
	for _, m := range o.Members() {
		var err *Error
		switch m.Key {
		case "from":
			from, err = distanceBound(m.Value, from)
		case "to":
			to, err = distanceBound(m.Value, to)
		case "key":
			if tokenOf(m.Value)&(tString|tNull) == 0 {
				err = parsing("Failed to parse object: unknown field [key] found")
			}
			key = m.Value
		default:
			err = parsing("Failed to parse object: unknown field [%s] found", m.Key)
		}
		if err != nil {
			return nil, under(err, m.Key)
		}
	}
	if key == nil {
		key = rangeKey(from, to)
	}
	printed := orderedjson.NewObject(orderedjson.Member{Key: "key", Value: key}, orderedjson.Member{Key: "from", Value: floatValue(from, 64)})
	if !math.IsInf(to, 0) {
		printed.Set("to", floatValue(to, 64))
	}
	return printed, nil
}

func valueOf(o *orderedjson.Object, key string) any {
	v, _ := o.Get(key)
	return v
}

func distanceBound(v any, ordinary float64) (float64, *Error) {
	switch v.(type) {
	case nil:
		return ordinary, nil
	case json.Number, string:
		return double(v)
	}
	return 0, parsing("Failed to parse object: unexpected token [%s] found", tokenName(v))
}

// rangeKey says the bounds of a range; an open one is a star.
func rangeKey(from, to float64) string {
	low, high := JavaDouble(from), JavaDouble(to)
	if from == 0 {
		low = "*"
	}
	if math.IsInf(to, 1) {
		high = "*"
	}
	return low + "-" + high
}

var geoSortShape = &shape{fields: []field{
	opt("unit", unitKind, "m"), opt("distance_type", distanceTypeKind(strings.ToLower), "arc"), opt("order", orderKind, "asc"),
	opt("mode", sortModeKind).or("sort_mode"), opt("nested_path", textKind), opt("nested_filter", queryKindLater),
	opt("nested", kind{tObject, readNestedSort}), opt("validation_method", validationKind, "STRICT"), opt("ignore_unmapped", boolKind, false),
}}

// queryKindLater is queryKind for tables that queries themselves lead to.
var queryKindLater = kind{tObject, nil}

func init() {
	for i := range geoSortShape.fields {
		if geoSortShape.fields[i].name == "nested_filter" {
			geoSortShape.fields[i].kind.read = readQuery
		}
	}
}

func readGeoDistanceSort(c *context, v any) (any, *Error) {
	read, name, points := values{}, "", []any{}
	o, _ := v.(*orderedjson.Object)
	for _, m := range o.Members() {
		option := geoSortShape.field(m.Key)
		if option != nil && tokenOf(m.Value) != tArray {
			value, err := option.kind.read(c, m.Value)
			if err != nil {
				return nil, under(err, m.Key)
			}
			read[option.name] = value
			continue
		}
		if tokenOf(m.Value)&(tNumber|tBool|tNull) != 0 {
			return nil, under(parsing("Only geohashes of type string supported for field [%s]", m.Key), m.Key)
		}
		if name != "" && name != m.Key {
			return nil, under(parsing("Trying to reset fieldName to [%s], already set to [%s].", m.Key, name), m.Key)
		}
		some, err := sortPoints(c, m.Value)
		if err != nil {
			return nil, under(err, m.Key)
		}
		name, points = m.Key, append(points, some...)
	}
	switch {
	case name == "":
		return nil, illegal("fieldName must not be null")
	case len(points) == 0:
		return nil, illegal("Geo distance sorting needs at least one point.")
	case read["mode"] == "sum":
		return nil, illegal("sort_mode [sum] isn't supported for sorting by geo distance")
	}
	printed := orderedjson.NewObject(orderedjson.Member{Key: name, Value: points})
	geoSortShape.printInto(printed, read)
	return printed, nil
}

// sortPoints reads one point, a list of points, or a list [lon, lat].
func sortPoints(c *context, v any) ([]any, *Error) {
	list, isList := v.([]any)
	if !isList {
		p, err := geoPoint(c, v)
		return []any{p.latLon()}, err
	}
	points := []any{}
	for i := 0; i < len(list); i++ {
		if tokenOf(list[i]) != tNumber {
			p, err := geoPoint(c, list[i])
			if err != nil {
				return nil, underIndex(err, i)
			}
			points = append(points, p.latLon())
			continue
		}
		if i+1 >= len(list) || tokenOf(list[i+1]) != tNumber {
			return nil, underIndex(refuse(KindOpenSearch, "geo point parsing: expected second number but got [END_ARRAY] instead"), i)
		}
		lon, _ := double(list[i])
		lat, _ := double(list[i+1])
		points = append(points, point{lat, lon}.latLon())
		i++
	}
	return points, nil
}
