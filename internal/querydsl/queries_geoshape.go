package querydsl

import (
	"regexp"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

var geoPolygonShape = &shape{name: "geo_polygon", manners: scalarsOnly.otherwise("[geo_polygon] unexpected token type [%[2]s]"), fields: geoTail()}

func parseGeoPolygon(c *context, body *orderedjson.Object) (any, *Error) {
	read, polygon := values{}, orderedjson.Member{}
	for _, m := range body.Members() {
		var err *Error
		if o, isObject := m.Value.(*orderedjson.Object); isObject {
			var points []any
			points, err = polygonPoints(c, o)
			polygon = orderedjson.Member{Key: m.Key, Value: points}
		} else {
			err = geoPolygonShape.take(c, read, m.Key, m.Value)
		}
		if err != nil {
			return nil, under(err, m.Key)
		}
	}
	points, _ := polygon.Value.([]any)
	switch {
	case polygon.Key == "":
		return nil, illegal("fieldName must not be null")
	case len(points) == 0:
		return nil, illegal("polygon must not be null or empty")
	}
	closed := orderedjson.Equal(points[0], points[len(points)-1])
	if (closed && len(points) < 4) || (!closed && len(points) < 3) {
		return nil, illegal("too few points defined for geo_polygon query")
	}
	if !closed {
		points = append(points, points[0])
	}
	printed := orderedjson.NewObject(orderedjson.Member{Key: polygon.Key,
		Value: orderedjson.NewObject(orderedjson.Member{Key: "points", Value: points})})
	geoPolygonShape.printInto(printed, read)
	return printed, nil
}

func polygonPoints(c *context, o *orderedjson.Object) ([]any, *Error) {
	var points []any
	for _, m := range o.Members() {
		list, isList := m.Value.([]any)
		switch {
		case !isList:
			return nil, under(parsing("[geo_polygon] query does not support token type [%s] under [%s]", tokenName(m.Value), m.Key), m.Key)
		case m.Key != "points":
			return nil, under(parsing("[geo_polygon] query does not support [%s]", m.Key), m.Key)
		}
		for i, item := range list {
			p, err := geoPoint(c, item)
			if err != nil {
				return nil, under(underIndex(err, i), m.Key)
			}
			points = append(points, p.lonLat())
		}
	}
	return points, nil
}

// A geo_shape without a boost is stored with 0.0: the server's own default is
// never set.
var geoShapeTail = &shape{name: "geo_shape", manners: objectsAndScalars.words("query does not support [%[2]s]"), fields: []field{
	opt("ignore_unmapped", boolKind, false), opt("boost", boostKind, zeroDot), opt("_name", textKind),
}}

var indexedShape = &shape{fields: []field{opt("id", textKind), opt("index", textKind), opt("path", textKind), opt("routing", textKind)}}

func parseGeoShape(c *context, body *orderedjson.Object) (any, *Error) {
	read, located := values{}, orderedjson.Member{}
	for _, m := range body.Members() {
		var err *Error
		if o, isObject := m.Value.(*orderedjson.Object); isObject {
			if located.Key != "" {
				return nil, under(parsing("point specified twice. [%s]", m.Key), m.Key)
			}
			var inner *orderedjson.Object
			inner, err = shapeAndRelation(c, o)
			located = orderedjson.Member{Key: m.Key, Value: inner}
		} else {
			err = geoShapeTail.take(c, read, m.Key, m.Value)
		}
		if err != nil {
			return nil, under(err, m.Key)
		}
	}
	if located.Key == "" {
		return nil, illegal("fieldName is required")
	}
	printed := orderedjson.NewObject(located)
	geoShapeTail.printInto(printed, read)
	return printed, nil
}

func shapeAndRelation(c *context, o *orderedjson.Object) (*orderedjson.Object, *Error) {
	shape, relation, strategy := orderedjson.Member{}, any("intersects"), any(nil)
	for _, m := range o.Members() {
		var err *Error
		switch m.Key {
		case "shape":
			shape.Key = m.Key
			shape.Value, err = geometry(m.Value)
		case "indexed_shape":
			shape.Key = m.Key
			shape.Value, err = readIndexedShape(c, m.Value)
		case "relation":
			word, _ := text(m.Value)
			switch lower := strings.ToLower(word); lower {
			case "intersects", "disjoint", "within", "contains":
				relation = lower
			default:
				err = parsing("Unknown shape operation [%s ]", word)
			}
		case "strategy":
			word, _ := text(m.Value)
			switch lower := strings.ToLower(word); lower {
			case "term", "recursive":
				strategy = lower
			default:
				err = parsing("Unknown strategy [%s ]", word)
			}
		default:
			err = parsing("query does not support [%s]", m.Key)
		}
		if err != nil {
			return nil, under(err, m.Key)
		}
	}
	if shape.Key == "" {
		return nil, illegal("either shape or indexedShapeId is required")
	}
	printed := orderedjson.NewObject(shape, orderedjson.Member{Key: "relation", Value: relation})
	if strategy != nil {
		printed.Set("strategy", strategy)
	}
	return printed, nil
}

func readIndexedShape(c *context, v any) (any, *Error) {
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, parsing("unknown token [%s] after [indexed_shape]", tokenName(v))
	}
	read := values{"index": "shapes", "path": "shape"}
	for _, m := range o.Members() {
		if f := indexedShape.field(m.Key); f != nil {
			value, err := f.kind.read(c, m.Value)
			if err != nil {
				return nil, under(err, m.Key)
			}
			read[m.Key] = value
		}
	}
	return indexedShape.print(read), nil
}

var geometryNames = []string{
	"Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection", "Envelope", "Circle",
}

// geometry reads GeoJSON: types in any case, numbers as doubles.
func geometry(v any) (any, *Error) {
	if written, isText := v.(string); isText {
		return wktGeometry(written)
	}
	o, ok := v.(*orderedjson.Object)
	if !ok {
		return nil, refuse(KindOpenSearch, "shape must be an object consisting of type and coordinates")
	}
	printed := &orderedjson.Object{}
	for _, name := range geometryNames {
		if strings.EqualFold(name, o.Text("type")) {
			printed.Set("type", name)
		}
	}
	if !o.Has("type") {
		return nil, refuse(KindOpenSearch, "shape type not included")
	}
	if printed.Len() == 0 {
		return nil, illegal("unknown geometry type: %s", o.Text("type"))
	}
	if radius, given := o.Get("radius"); given {
		written, _ := text(radius)
		meters, err := distanceMeters(written, 1)
		if err != nil {
			return nil, under(err, "radius")
		}
		printed.Set("radius", JavaDouble(meters)+"m")
	}
	if list := o.Array("geometries"); list != nil {
		geometries := make([]any, len(list))
		for i, item := range list {
			inner, err := geometry(item)
			if err != nil {
				return nil, under(underIndex(err, i), "geometries")
			}
			geometries[i] = inner
		}
		printed.Set("geometries", geometries)
		return printed, nil
	}
	coordinates, given := o.Get("coordinates")
	if !given {
		return nil, refuse(KindOpenSearch, "shape must be an object consisting of type and coordinates")
	}
	numbers, err := doubles(coordinates)
	if err != nil {
		return nil, under(err, "coordinates")
	}
	printed.Set("coordinates", numbers)
	return printed, nil
}

// doubles makes doubles of all numbers of nested lists.
func doubles(v any) (any, *Error) {
	list, isList := v.([]any)
	if !isList {
		if tokenOf(v) != tNumber {
			return nil, refuse(KindOpenSearch, "geo coordinates must be numbers")
		}
		f, err := double(v)
		return result(floatValue(f, 64), err)
	}
	printed := make([]any, len(list))
	for i, item := range list {
		value, err := doubles(item)
		if err != nil {
			return nil, underIndex(err, i)
		}
		printed[i] = value
	}
	return printed, nil
}

var wktShape = pattern.New(`(?i)^\s*(point|linestring|polygon|multipoint|multilinestring|multipolygon|bbox)\s*(\(.*\))\s*$`)

// wktGeometry reads well-known text into GeoJSON.
func wktGeometry(written string) (any, *Error) {
	m := wktShape.FindStringSubmatch(written)
	if m == nil {
		return nil, refuse(KindTextParse, "Unknown geometry type: %s", strings.Fields(written + " ?")[0])
	}
	name := m[1]
	for _, known := range geometryNames {
		if strings.EqualFold(known, name) {
			name = known
		}
	}
	if strings.EqualFold(name, "bbox") {
		box, err := wktEnvelope(written)
		if err != nil {
			return nil, err
		}
		return geometryOf("Envelope", []any{box.topLeft().lonLat(), box.bottomRight().lonLat()}), nil
	}
	coordinates, err := wktCoordinates(m[2])
	if err != nil {
		return nil, err
	}
	if name == "Point" {
		coordinates = coordinates[0].([]any)
	}
	return geometryOf(name, coordinates), nil
}

func geometryOf(name string, coordinates []any) *orderedjson.Object {
	return orderedjson.NewObject(
		orderedjson.Member{Key: "type", Value: name}, orderedjson.Member{Key: "coordinates", Value: coordinates})
}

var wktNumber = pattern.New(`[^\s,()]+`)

// wktCoordinates reads nested brackets of points by writing them as JSON.
func wktCoordinates(brackets string) ([]any, *Error) {
	var b strings.Builder
	inPoint := false
	for _, token := range regexp.MustCompile(`[(),]|[^\s,()]+`).FindAllString(brackets, -1) {
		switch {
		case wktNumber.MatchString(token) && inPoint:
			b.WriteString("," + token)
		case wktNumber.MatchString(token):
			b.WriteString("[" + token)
			inPoint = true
		default:
			if inPoint {
				b.WriteString("]")
				inPoint = false
			}
			b.WriteString(strings.NewReplacer("(", "[", ")", "]").Replace(token))
		}
	}
	parsed, err := orderedjson.Parse([]byte(b.String()))
	list, isList := parsed.([]any)
	if err != nil || !isList || len(list) == 0 {
		return nil, refuse(KindTextParse, "expected a number but found: %s", brackets)
	}
	numbers, failed := doubles(list)
	if failed != nil {
		return nil, failed
	}
	return numbers.([]any), nil
}
