package querydsl

import (
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// point is a point on the globe, in degrees.
type point struct{ lat, lon float64 }

func (p point) latLon() *orderedjson.Object {
	return orderedjson.NewObject(
		orderedjson.Member{Key: "lat", Value: floatValue(p.lat, 64)},
		orderedjson.Member{Key: "lon", Value: floatValue(p.lon, 64)})
}

func (p point) lonLat() []any { return []any{floatValue(p.lon, 64), floatValue(p.lat, 64)} }

// corner is which corner of its cell a geohash means.
type corner int

const (
	bottomLeft corner = iota
	bottomRight
	topLeft
	topRight
)

// geoPoint reads the forms of a point: {lat, lon}, {geohash}, GeoJSON, [lon,
// lat], "lat,lon", "POINT (lon lat)", a geohash.
//
// 1.3.14 has no GeoJSON there.
func geoPoint(c *context, v any) (point, *Error) {
	if o, isObject := v.(*orderedjson.Object); isObject && c.dialect == OpenSearch1 && (o.Has("type") || o.Has("coordinates")) {
		return point{}, refuse(KindOpenSearch, "field must be either [lat], [lon] or [geohash]")
	}
	return geoPointAt(v, bottomLeft)
}

func geoPointAt(v any, at corner) (point, *Error) {
	switch v := v.(type) {
	case *orderedjson.Object:
		return geoPointObject(v, at)
	case []any:
		return geoPointList(v)
	case string:
		return geoPointText(v, at)
	}
	return point{}, refuse(KindOpenSearch, "geo_point expected")
}

const invalidPoint = "field must be either [lon|lat], [type|coordinates], or [geohash]"

func geoPointObject(o *orderedjson.Object, at corner) (point, *Error) {
	if o.Len() == 0 {
		return point{}, refuse(KindOpenSearch, "token [END_OBJECT] not allowed")
	}
	switch first := o.Members()[0]; first.Key {
	case "lat", "lon":
		return latLonObject(o)
	case "geohash":
		hash, ok := first.Value.(string)
		if !ok {
			return point{}, refuse(KindOpenSearch, "geohash must be a string")
		}
		if o.Len() > 1 {
			return point{}, refuse(KindOpenSearch, invalidPoint)
		}
		return geohash(hash, at)
	case "type", "coordinates":
		return geoJSONPoint(o)
	}
	return point{}, refuse(KindOpenSearch, invalidPoint)
}

func latLonObject(o *orderedjson.Object) (point, *Error) {
	var p point
	for i, m := range o.Members() {
		if (m.Key != "lat" && m.Key != "lon") || i > 1 {
			return p, refuse(KindOpenSearch, invalidPoint)
		}
		if tokenOf(m.Value)&(tNumber|tString) == 0 {
			return p, refuse(KindOpenSearch, "%s must be a number", m.Key)
		}
		f, err := double(m.Value)
		if err != nil {
			return p, refuse(KindOpenSearch, "[lon] and [lat] must be valid double values")
		}
		if m.Key == "lat" {
			p.lat = f
		} else {
			p.lon = f
		}
	}
	for _, name := range []string{"lon", "lat"} {
		if !o.Has(name) {
			return p, refuse(KindOpenSearch, "field [%s] missing", name)
		}
	}
	return p, nil
}

func geoJSONPoint(o *orderedjson.Object) (point, *Error) {
	for _, name := range []string{"type", "coordinates"} {
		if !o.Has(name) {
			return point{}, refuse(KindOpenSearch, "field [%s] missing", name)
		}
	}
	if !strings.EqualFold(o.Text("type"), "point") {
		return point{}, refuse(KindOpenSearch, "type must be Point")
	}
	coordinates := o.Array("coordinates")
	if coordinates == nil {
		return point{}, refuse(KindOpenSearch, "coordinates must be an array")
	}
	return geoPointList(coordinates)
}

func geoPointList(list []any) (point, *Error) {
	if len(list) < 2 {
		return point{}, refuse(KindOpenSearch, "[geo_point] field type should have at least two dimensions")
	}
	numbers := make([]float64, len(list))
	for i, item := range list {
		if tokenOf(item) != tNumber {
			return point{}, underIndex(refuse(KindOpenSearch, "numeric value expected"), i)
		}
		numbers[i], _ = double(item)
	}
	if len(list) > 2 {
		return point{}, refuse(KindOpenSearch, "Exception parsing coordinates: found Z value [%s] but [ignore_z_value] parameter is [false]", JavaDouble(numbers[2]))
	}
	return point{lat: numbers[1], lon: numbers[0]}, nil
}

var wktPoint = pattern.New(`(?i)^\s*point\s*\(\s*(\S+)\s+(\S+)\s*\)\s*$`)

func geoPointText(s string, at corner) (point, *Error) {
	if strings.Contains(strings.ToLower(s), "point") {
		m := wktPoint.FindStringSubmatch(s)
		if m == nil {
			return point{}, refuse(KindOpenSearch, "Invalid WKT format")
		}
		lon, errLon := javaParseFloat(m[1], 64)
		lat, errLat := javaParseFloat(m[2], 64)
		if errLon != nil || errLat != nil {
			return point{}, refuse(KindOpenSearch, "Invalid WKT format")
		}
		return point{lat, lon}, nil
	}
	if !strings.Contains(s, ",") {
		return geohash(s, at)
	}
	parts := splitJava(s, ",")
	if len(parts) > 3 {
		return point{}, refuse(KindOpenSearch, "failed to parse [%s], expected 2 or 3 coordinates but found: [%d]", s, len(parts))
	}
	if len(parts) < 2 {
		return point{}, refuse(KindArrayIndex, "Index 1 out of bounds for length %d", len(parts))
	}
	lat, err := javaParseFloat(parts[0], 64)
	if err != nil {
		return point{}, refuse(KindOpenSearch, "latitude must be a number")
	}
	lon, err := javaParseFloat(parts[1], 64)
	if err != nil {
		return point{}, refuse(KindOpenSearch, "longitude must be a number")
	}
	return point{lat, lon}, nil
}

const geohashDigits = "0123456789bcdefghjkmnpqrstuvwxyz"

// geohash reads a geohash as its cell's corner. Of more than twelve digits the
// server ignores the rest.
func geohash(hash string, at corner) (point, *Error) {
	if hash == "" {
		return point{}, refuse(KindOpenSearch, "empty geohash")
	}
	var lat, lon uint64
	bits := 0
	for i, c := range hash {
		digit := strings.IndexRune(geohashDigits, c)
		if digit < 0 {
			return point{}, refuse(KindOpenSearch, "unsupported symbol [%c] in geohash [%s]", c, hash)
		}
		if i >= 12 {
			break
		}
		for bit := 4; bit >= 0; bit-- {
			one := uint64(digit>>bit) & 1
			if bits%2 == 0 {
				lon = lon<<1 | one
			} else {
				lat = lat<<1 | one
			}
			bits++
		}
	}
	lonBits, latBits := (bits+1)/2, bits/2
	if at == topLeft || at == topRight {
		lat++
	}
	if at == topRight || at == bottomRight {
		lon++
	}
	return point{
		lat: cellEdge(lat, latBits, 180),
		lon: cellEdge(lon, lonBits, 360),
	}, nil
}

// cellEdge is the lower edge of a cell, computed as the server does: of 32 bits,
// through its scale.
func cellEdge(cell uint64, bits int, span float64) float64 {
	scale := float64(uint64(1)<<31) / span
	return float64(cell<<(32-bits))/2/scale - span/2
}

var unitMeters = map[string]float64{
	"in": 0.0254, "inch": 0.0254, "yd": 0.9144, "yards": 0.9144, "ft": 0.3048, "feet": 0.3048,
	"km": 1000, "kilometers": 1000, "NM": 1852, "nmi": 1852, "nauticalmiles": 1852,
	"mm": 0.001, "millimeters": 0.001, "cm": 0.01, "centimeters": 0.01,
	"mi": 1609.344, "miles": 1609.344, "m": 1, "meters": 1,
}

// unitNames are the units as they are printed.
var unitNames = map[float64]string{
	0.0254: "in", 0.9144: "yd", 0.3048: "ft", 1000: "km", 1852: "NM", 0.001: "mm", 0.01: "cm", 1609.344: "mi", 1: "m",
}

// unitSuffixes are tried in the server's order.
var unitSuffixes = []string{
	"in", "inch", "yd", "yards", "ft", "feet", "km", "kilometers", "NM", "nmi", "nauticalmiles",
	"mm", "millimeters", "cm", "centimeters", "mi", "miles", "m", "meters",
}

// distanceMeters reads "12km"; a bare number is in the unit given.
func distanceMeters(written string, unit float64) (float64, *Error) {
	for _, suffix := range unitSuffixes {
		if digits, ok := strings.CutSuffix(written, suffix); ok {
			f, err := javaParseFloat(digits, 64)
			if err != nil {
				continue
			}
			return f * unitMeters[suffix], nil
		}
	}
	f, err := javaParseFloat(written, 64)
	return f * unit, err
}

var unitKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	meters, ok := unitMeters[word]
	if !ok {
		return nil, illegal("No distance unit match [%s]", word)
	}
	return unitNames[meters], nil
}}

// distanceTypeKind prints the type in the case that the place has.
func distanceTypeKind(inCase func(string) string) kind {
	return kind{tString, func(_ *context, v any) (any, *Error) {
		word, err := text(v)
		if err != nil {
			return nil, err
		}
		switch lower := strings.ToLower(word); lower {
		case "arc", "plane":
			return inCase(lower), nil
		default:
			return nil, illegal("No geo distance for [%s]", lower)
		}
	}}
}

var validationKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	switch upper := strings.ToUpper(word); upper {
	case "COERCE", "IGNORE_MALFORMED", "STRICT":
		return upper, nil
	}
	return nil, illegal("operator needs to be either [COERCE, IGNORE_MALFORMED, STRICT], but not [%s]", word)
}}
