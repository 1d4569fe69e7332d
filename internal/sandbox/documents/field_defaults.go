package documents

import (
	"slices"

	"github.com/alertplan/alertplan/internal/evaluate/mapping"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// What a field's mapping is where it says nothing (asked of 2.19.4).
const (
	numberDefaults  = `{"index":true,"doc_values":true,"store":false,"ignore_malformed":false,"coerce":true,"null_value":null,"meta":{}}`
	keywordDefaults = `{"index":true,"doc_values":true,"store":false,"null_value":null,"eager_global_ordinals":false,"ignore_above":2147483647,` +
		`"index_options":"docs","norms":false,"similarity":null,"normalizer":"default","split_queries_on_whitespace":false,"boost":1.0,"meta":{}}`
	textDefaults = `{"boost":1.0,"index":true,"store":false,"meta":{},"index_options":"positions","term_vector":"no","norms":true,` +
		`"analyzer":"default","search_analyzer":"default","search_quote_analyzer":"default","similarity":null,"eager_global_ordinals":false,` +
		`"position_increment_gap":-1,"fielddata":false,"fielddata_frequency_filter":{"min":0.0,"max":2.147483647E9,"min_segment_size":0},` +
		`"index_prefixes":null,"index_phrases":false}`
	dateDefaults = `{"index":true,"doc_values":true,"store":false,"format":"strict_date_optional_time||epoch_millis",` +
		`"print_format":"strict_date_optional_time","locale":"","null_value":null,"ignore_malformed":false,"boost":1.0,"meta":{}}`
	booleanDefaults = `{"meta":{},"boost":1.0,"doc_values":true,"index":true,"null_value":null,"store":false}`
	ipDefaults      = `{"index":true,"doc_values":true,"store":false,"ignore_malformed":false,"null_value":null,"meta":{}}`
)

var fieldDefaults = map[string]string{
	"keyword": keywordDefaults, "text": textDefaults, "date": dateDefaults, "boolean": booleanDefaults, "ip": ipDefaults,
	"long": numberDefaults, "integer": numberDefaults, "short": numberDefaults, "byte": numberDefaults, "double": numberDefaults,
	"float": numberDefaults, "half_float": numberDefaults,
	"scaled_float": numberDefaults, "binary": `{"meta":{},"store":false,"doc_values":false}`,
	"flat_object": `{"boost":1.0,"index":true,"doc_values":true,"store":false,"meta":{}}`,
	"geo_point":   `{"boost":1.0,"index":true,"doc_values":true,"store":false,"meta":{},"ignore_malformed":false,"ignore_z_value":true,"null_value":null}`,
}

// withDefaults is a field's mapping with all that it does not say.
func withDefaults(f *mapping.Field) *orderedjson.Object { return overDefaults(f.Print()) }

func overDefaults(declared *orderedjson.Object) *orderedjson.Object {
	v, err := orderedjson.Parse([]byte(fieldDefaults[declared.Text("type")]))
	defaults, ok := v.(*orderedjson.Object)
	if err != nil || !ok {
		return declared
	}
	out := orderedjson.NewObject(orderedjson.Member{Key: "type", Value: declared.Text("type")})
	for _, m := range slices.Concat(defaults.Members(), declared.Members()) {
		out.Set(m.Key, m.Value)
	}
	if analyzer, ok := declared.Get("analyzer"); ok { // searches use it too, unless they have their own
		for _, key := range []string{"search_analyzer", "search_quote_analyzer"} {
			if !declared.Has(key) {
				out.Set(key, analyzer)
			}
		}
	}
	if fields := declared.Object("fields"); fields != nil {
		all := orderedjson.NewObject()
		for _, m := range fields.Members() {
			if inner, ok := m.Value.(*orderedjson.Object); ok {
				all.Set(m.Key, overDefaults(inner))
			}
		}
		out.Set("fields", all)
	}
	return out
}
