package mapping

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// Point is a value of a geo_point.
type Point struct{ Lat, Lon float64 }

// readPoint reads {"lat", "lon"} and "lat,lon"; a list is read by the reader.
// Other forms (geohash, WKT, GeoJSON) are refused.
func (f *Field) readPoint(doc *Document, v any) error {
	p, err := f.point(v)
	if err != nil {
		return err
	}
	if p.Lat > 90 || p.Lat < -90 {
		return badPoint(f, "illegal latitude value [%s] for %s", JavaDouble(p.Lat), f.Path)
	}
	if p.Lon > 180 || p.Lon < -180 {
		return badPoint(f, "illegal longitude value [%s] for %s", JavaDouble(p.Lon), f.Path)
	}
	values := f.values(doc)
	values.rarely().points = append(values.rarely().points, p)
	return nil
}

func badPoint(f *Field, format string, args ...any) error {
	if f.IgnoreMalformed { // the server takes it, and moves it onto the globe
		return fault.Unsupported("geo_point [%s] beyond the globe, with ignore_malformed", f.Path)
	}
	return fault.New(400, "mapper_parsing_exception", "failed to parse field [%s] of type [geo_point]", f.Path).
		CausedBy(fault.New(0, "illegal_argument_exception", format, args...))
}

func (f *Field) point(v any) (Point, error) {
	switch v := v.(type) {
	case *orderedjson.Object:
		lat, okLat := coordinate(first(v, "lat"))
		lon, okLon := coordinate(first(v, "lon"))
		if okLat && okLon && v.Len() == 2 {
			return Point{lat, lon}, nil
		}
	case string:
		a, b, ok := strings.Cut(v, ",")
		lat, okLat := coordinate(strings.TrimSpace(a))
		lon, okLon := coordinate(strings.TrimSpace(b))
		if ok && okLat && okLon {
			return Point{lat, lon}, nil
		}
	case []any: // GeoJSON's order
		if len(v) == 2 {
			lon, okLon := coordinate(v[0])
			lat, okLat := coordinate(v[1])
			if okLat && okLon {
				return Point{lat, lon}, nil
			}
		}
	}
	return Point{}, fault.Unsupported("geo_point [%s] that is no {\"lat\", \"lon\"}, no [lon, lat] and no \"lat,lon\"", f.Path)
}

func coordinate(v any) (float64, bool) {
	switch v := v.(type) {
	case json.Number:
		d, err := v.Float64()
		return d, err == nil
	case string:
		d, err := strconv.ParseFloat(v, 64)
		return d, err == nil
	}
	return 0, false
}
