package querydsl

import (
	"encoding/json"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// movingModels are the models of moving_avg, each with its settings in the order
// in which they are printed and what they are when left out.
var movingModels = map[string][]orderedjson.Member{
	"simple": nil,
	"linear": nil,
	"ewma":   {{Key: "alpha", Value: json.Number("0.3")}},
	"holt":   {{Key: "alpha", Value: json.Number("0.3")}, {Key: "beta", Value: json.Number("0.1")}},
	"holt_winters": {
		{Key: "alpha", Value: json.Number("0.3")}, {Key: "beta", Value: json.Number("0.1")}, {Key: "gamma", Value: json.Number("0.3")},
		{Key: "period", Value: num(1)}, {Key: "pad", Value: false}, {Key: "type", Value: "add"},
	},
}

var movingAverage = &strictPipeline{
	shape: &shape{fields: []field{
		bucketsPath, formatOption, gapPolicy, opt("model", textKind), opt("settings", objectKind), opt("window", windowKind("predict"), num(5)),
		opt("predict", windowKind("predict")), opt("minimize", boolKind),
	}, finish: firstPath},
	tokens: map[string]tokens{
		"buckets_path": tString | tArray, "format": tString, "gap_policy": tString, "model": tString,
		"settings": tObject, "window": tNumber, "predict": tNumber, "minimize": tBool,
	},
	unknown: unknownKeyInPipeline, odd: oddInPipeline, oddFor: tNull,
	required: []string{"buckets_path"}, missing: "Missing required field [%s] for movingAvg aggregation [%s]",
}

func windowKind(option string) kind {
	return kind{tNumber, func(c *context, v any) (any, *Error) {
		n, err := integer(v)
		if err == nil && n <= 0 {
			err = parsing("[%s] value must be a positive integer.  Value supplied was [%d] in [%s].", option, n, c.aggregation)
		}
		return result(num(n), err)
	}}
}

// readMovingAverage prints the model and its settings where the options of the
// pipeline stand.
func readMovingAverage(c *context, v any) (any, *Error) {
	read, err := movingAverage.read(c, v)
	if err != nil {
		return nil, err
	}
	options := read.(*orderedjson.Object)
	name := "simple"
	if given := options.Text("model"); given != "" {
		name = given
	}
	model, known := movingModels[name]
	if !known {
		return nil, parsing("no [moving_avg_model] registered for [%s]", name)
	}
	given := options.Object("settings")
	if !options.Has("model") {
		given = nil
	}
	settings, err := movingSettings(name, model, given)
	if err != nil {
		return nil, err
	}
	printed := &orderedjson.Object{}
	for _, m := range options.Members() {
		switch m.Key {
		case "model", "settings":
		case "window":
			printed.Set("model", name)
			if settings != nil {
				printed.Set("settings", settings)
			}
			printed.Set(m.Key, m.Value)
		default:
			printed.Set(m.Key, m.Value)
		}
	}
	return printed, nil
}

func movingSettings(name string, model []orderedjson.Member, given *orderedjson.Object) (*orderedjson.Object, *Error) {
	refused := parsing("Could not parse settings for model [%s].", name)
	settings := orderedjson.NewObject(model...)
	multiplicative := given.Text("type") != "" && strings.HasPrefix(strings.ToLower(given.Text("type")), "mult")
	if name == "holt_winters" && multiplicative {
		settings.Set("pad", true)
	}
	for _, m := range given.Members() {
		if !settings.Has(m.Key) {
			return nil, refused
		}
		ordinary, _ := settings.Get(m.Key)
		n, isNumber := m.Value.(json.Number)
		switch {
		case m.Key == "pad" && tokenOf(m.Value) == tBool:
			settings.Set(m.Key, m.Value)
		case m.Key == "type" && (multiplicative || strings.EqualFold(given.Text("type"), "add")):
			settings.Set(m.Key, map[bool]string{true: "mult", false: "add"}[multiplicative])
		case m.Key == "period" && isNumber:
			whole, _ := truncated(n)
			settings.Set(m.Key, json.Number(whole.String()))
		case isNumber && tokenOf(ordinary) == tNumber:
			f, _ := n.Float64()
			if f < 0 || f > 1 {
				return nil, refused
			}
			settings.Set(m.Key, floatValue(f, 64))
		default:
			return nil, refused
		}
	}
	if len(model) == 0 {
		return nil, nil
	}
	return settings, nil
}
