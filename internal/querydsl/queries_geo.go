package querydsl

import (
	"encoding/json"
	"math"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

var geoQueries = map[string]queryParser{
	"geo_distance":     parseGeoDistance,
	"geo_bounding_box": parseGeoBoundingBox,
	"geo_polygon":      parseGeoPolygon,
	"geo_shape":        parseGeoShape,
}

// geoTail are the options that stand behind the field, with their presets.
func geoTail(between ...field) []field {
	return withStandard(append(append([]field{opt("validation_method", validationKind, "STRICT")}, between...),
		opt("ignore_unmapped", boolKind, false))...)
}

var geoDistanceShape = &shape{fields: append([]field{
	opt("distance", scalarKind), opt("distance_type", distanceTypeKind(strings.ToLower), "arc")}, geoTail()...)}

type geoDistance struct {
	read  values
	field string
	point point
	unit  float64
	given any // the distance as it was written
}

func parseGeoDistance(c *context, body *orderedjson.Object) (any, *Error) {
	g := &geoDistance{read: values{}, unit: 1, point: point{math.NaN(), math.NaN()}}
	for _, m := range body.Members() {
		if err := g.take(c, m); err != nil {
			return nil, under(err, m.Key)
		}
	}
	if g.given == nil {
		return nil, parsing("geo_distance requires 'distance' to be specified")
	}
	if g.field == "" {
		return nil, illegal("fieldName must not be null or empty")
	}
	meters, err := g.meters()
	if err != nil {
		return nil, err
	}
	if meters <= 0 {
		return nil, illegal("distance must be greater than zero")
	}
	g.read["distance"] = floatValue(meters, 64)
	printed := orderedjson.NewObject(orderedjson.Member{Key: g.field, Value: g.point.lonLat()})
	geoDistanceShape.printInto(printed, g.read)
	return printed, nil
}

func (g *geoDistance) meters() (float64, *Error) {
	if n, isNumber := g.given.(json.Number); isNumber {
		f, err := double(n)
		return f * g.unit, err
	}
	written, _ := g.given.(string)
	if written == "" {
		return 0, illegal("distance must not be null or empty")
	}
	return distanceMeters(written, g.unit)
}

func (g *geoDistance) take(c *context, m orderedjson.Member) (err *Error) {
	option := geoDistanceShape.field(m.Key)
	switch {
	case tokenOf(m.Value)&(tArray|tObject) != 0:
		if g.field != "" && tokenOf(m.Value) == tObject {
			return parsing("[geo_distance] query doesn't support multiple fields, found [%s] and [%s]", g.field, m.Key)
		}
		g.field = m.Key
		if o, isObject := m.Value.(*orderedjson.Object); isObject {
			return g.takeParts(o, m.Key)
		}
		g.point, err = geoPoint(c, m.Value)
	case m.Value == nil:
	case m.Key == "distance":
		g.given = m.Value
		if tokenOf(m.Value) == tBool {
			g.given, _ = text(m.Value)
		}
	case m.Key == "unit":
		var unit any
		if unit, err = unitKind.read(c, m.Value); err == nil {
			g.unit = unitMeters[unit.(string)]
		}
	case strings.HasSuffix(m.Key, ".lat"):
		g.field = strings.TrimSuffix(m.Key, ".lat")
		g.point.lat, err = double(m.Value)
	case strings.HasSuffix(m.Key, ".lon"):
		g.field = strings.TrimSuffix(m.Key, ".lon")
		g.point.lon, err = double(m.Value)
	case option != nil:
		g.read[m.Key], err = option.kind.read(c, m.Value)
	case g.field != "":
		err = parsing("failed to parse [geo_distance] query. unexpected field [%s]", m.Key)
	default:
		g.field = m.Key
		written, _ := text(m.Value)
		g.point, err = geoPointText(written, bottomLeft)
	}
	return err
}

func (g *geoDistance) takeParts(o *orderedjson.Object, key string) (err *Error) {
	for _, m := range o.Members() {
		if list, isList := m.Value.([]any); m.Value == nil || isList && len(list) == 0 {
			continue
		} else if tokenOf(m.Value)&tValue == 0 {
			return under(parsing("[geo_distance] query does not support [%s]", key), m.Key)
		}
		switch m.Key {
		case "lat":
			g.point.lat, err = double(m.Value)
		case "lon":
			g.point.lon, err = double(m.Value)
		case "geohash":
			written, _ := text(m.Value)
			g.point, err = geohash(written, bottomLeft)
		default:
			err = parsing("[geo_distance] query does not support [%s]", key)
		}
		if err != nil {
			return under(err, m.Key)
		}
	}
	return nil
}

var geoBoxShape = &shape{fields: geoTail(opt("type", geoExecKind, "MEMORY"))}

var geoExecKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	switch upper := strings.ToUpper(word); upper {
	case "MEMORY", "INDEXED":
		return upper, nil
	}
	return nil, illegal("no type can be parsed from ordinal %s", word)
}}

func parseGeoBoundingBox(c *context, body *orderedjson.Object) (any, *Error) {
	read, box := values{}, orderedjson.Member{}
	for _, m := range withoutBrackets(body.Members()) {
		o, isObject := m.Value.(*orderedjson.Object)
		option := geoBoxShape.field(m.Key)
		switch {
		case isObject:
			corners, err := boundingBox(o)
			if err != nil {
				return nil, under(refuse(KindOpenSearch, "failed to parse [geo_bounding_box] query. [%s]", err.Reason), m.Key)
			}
			box = orderedjson.Member{Key: m.Key, Value: corners}
		case tokenOf(m.Value)&tValue == 0:
		case option == nil:
			return nil, under(parsing("failed to parse [geo_bounding_box] query. unexpected field [%s]", m.Key), m.Key)
		default:
			value, err := option.kind.read(c, m.Value)
			if err != nil {
				return nil, under(err, m.Key)
			}
			read[m.Key] = value
		}
	}
	corners, given := box.Value.(boundingCorners)
	if !given {
		return nil, refuse(KindOpenSearch, "failed to parse [geo_bounding_box] query. bounding box not provided")
	}
	if err := corners.check(); err != nil {
		return nil, err
	}
	printed := orderedjson.NewObject(orderedjson.Member{Key: box.Key, Value: orderedjson.NewObject(
		orderedjson.Member{Key: "top_left", Value: corners.topLeft().lonLat()},
		orderedjson.Member{Key: "bottom_right", Value: corners.bottomRight().lonLat()})})
	geoBoxShape.printInto(printed, read)
	return printed, nil
}

// boundingCorners are the edges of a box.
type boundingCorners struct{ top, bottom, left, right float64 }

func (b boundingCorners) topLeft() point     { return point{b.top, b.left} }
func (b boundingCorners) bottomRight() point { return point{b.bottom, b.right} }

func (b boundingCorners) check() *Error {
	for _, edge := range []struct {
		name string
		at   float64
	}{{"top latitude", b.top}, {"left longitude", b.left}, {"bottom latitude", b.bottom}, {"right longitude", b.right}} {
		if math.IsNaN(edge.at) || math.IsInf(edge.at, 0) {
			return illegal("%s is invalid: %s", edge.name, JavaDouble(edge.at))
		}
	}
	switch {
	case b.top < b.bottom:
		return illegal("top is below bottom corner: %s vs. %s", JavaDouble(b.top), JavaDouble(b.bottom))
	case b.top == b.bottom:
		return illegal("top cannot be the same as bottom: %s == %s", JavaDouble(b.top), JavaDouble(b.bottom))
	case b.left == b.right:
		return illegal("left cannot be the same as right: %s == %s", JavaDouble(b.left), JavaDouble(b.right))
	}
	return nil
}

func boundingBox(o *orderedjson.Object) (boundingCorners, *Error) {
	nan := math.NaN()
	b := boundingCorners{nan, nan, nan, nan}
	edges := map[string]*float64{"top": &b.top, "bottom": &b.bottom, "left": &b.left, "right": &b.right}
	for _, m := range o.Members() {
		var err *Error
		var p point
		switch m.Key {
		case "top", "bottom", "left", "right":
			*edges[m.Key], err = double(m.Value)
		case "top_left", "topLeft":
			p, err = geoPointAt(m.Value, topLeft)
			b.top, b.left = p.lat, p.lon
		case "bottom_right", "bottomRight":
			p, err = geoPointAt(m.Value, bottomRight)
			b.bottom, b.right = p.lat, p.lon
		case "top_right", "topRight":
			p, err = geoPointAt(m.Value, topRight)
			b.top, b.right = p.lat, p.lon
		case "bottom_left", "bottomLeft":
			p, err = geoPointAt(m.Value, bottomLeft)
			b.bottom, b.left = p.lat, p.lon
		case "wkt":
			b, err = wktEnvelope(m.Value)
		default:
			err = refuse(KindOpenSearch, "failed to parse bounding box. unexpected field [%s]", m.Key)
		}
		if err != nil {
			return b, under(err, m.Key)
		}
	}
	return b, nil
}

func wktEnvelope(v any) (boundingCorners, *Error) {
	written, _ := v.(string)
	inner, ok := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(written)), "BBOX")
	parts := strings.Split(strings.Trim(strings.TrimSpace(inner), "()"), ",")
	if !ok || len(parts) != 4 {
		return boundingCorners{}, refuse(KindOpenSearch, "failed to parse WKT bounding box")
	}
	var edges [4]float64
	for i, part := range parts {
		f, err := javaParseFloat(part, 64)
		if err != nil {
			return boundingCorners{}, refuse(KindOpenSearch, "failed to parse WKT bounding box")
		}
		edges[i] = f
	}
	return boundingCorners{left: edges[0], right: edges[1], top: edges[2], bottom: edges[3]}, nil
}
