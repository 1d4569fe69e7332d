package search_test

import (
	"strconv"
	"testing"
)

// Queries by pattern, distance and place, here and on a live node. Those without
// scores are asked as filters.
func TestPatterns(t *testing.T) {
	p := livePair(t)
	p.create("ev-pattern", `{"mappings":{"properties":{"k":{"type":"keyword"},"n":{"type":"integer"},"low":{"type":"keyword","normalizer":"lowercase"},"t":{"type":"text"},"u":{"type":"text"},"s":{"type":"text","analyzer":"simple"}}}}`)
	p.add("ev-pattern",
		`{"k":"a","t":"the quick brown fox jumps over the lazy dog","n":1,"u":"red","s":"Quick"}`, `{"k":["b","a"],"t":"brown fox is quick","n":2,"u":"quick"}`, `{"k":"StopLogging","t":"quick lazy brown fox","n":3,"low":"ABC"}`, `{"k":"StartLogging","t":"fox quick","u":"fox"}`,
		`{"k":"10.0.0.1","t":"quack qiuck quicke quickest"}`, `{"k":"007","t":["fox","brown quick"],"u":"brown bread"}`, `{"k":"ab12","t":"bertjan bretjan bertjn xbertjan"}`, `{"k":"x.y\\z","t":"A quick one; a Quick two"}`, `{"k":"ÄÖ ü","t":"täglich taglich"}`, `{"k":"","t":""}`, `{"k":"a\"b","t":"fo fox foxes"}`, `{"k":"aaaa"}`, `{"k":"line\nbreak"}`)
	for _, re := range []string{"a", "a|b", "(Start|Stop)Logging", "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}", ".*Logging", "Logging", "^a$", "~a", "~(.*Logging)", "@", "#", "<1-10>", "<001-010>", "<5-9>", "a+", "a{2}", "a{2,}", "a{1,3}", "a**", "a?b?1?2?", "[^a]", "[a-c]+[0-9]*", "\\d+", "\\w+", "\\W+", "[\\d.]+", "\\D*", ".*\\\\.*", "x\\.y.*", "\"a\"", "\"x.y\".*", "()", "a||b", "*a", "{2}", "a]", "a&b", "(a|b)&[^b]", ".*o.*&.*t.*", "..", ".*ü", "Ä.*", "a.b", ".*\\s.*", "line.break", "a\\\"b",
		"(Create", "[a", "a{2", "a)", "a{x}", "a{}", "\\q", "a|", "(", "[", "<1-5", "\"a", "[z-a]", "a\\", "<x>", "[a-]", "[]a]", "a{3,2}", "~", "+", "?", "a&&b", "[.]"} {
		p.compare("ev-pattern", `{"query":{"regexp":{"k":`+strconv.Quote(re)+`}}}`)
		p.compare("ev-pattern", `{"query":{"regexp":{"t":`+strconv.Quote(re)+`}}}`)
		p.compare("ev-pattern", `{"query":{"query_string":{"query":`+strconv.Quote("k:/"+re+"/")+`}}}`)
	}
	for _, q := range patternQueries {
		p.compare("ev-pattern", `{"query":{"bool":{"filter":[`+q+`]}}}`)
		p.compare("ev-pattern", `{"query":`+q+`}`)
	}
}

var patternQueries = []string{
	`{"regexp":{"k":{"value":"stop.*","case_insensitive":true}}}`, `{"regexp":{"k":{"value":"A","boost":2}}}`, `{"regexp":{"n":"1"}}`, `{"regexp":{"low":"ABC"}}`, `{"regexp":{"nope":"x"}}`, `{"query_string":{"query":"/QUI.*/","fields":["t"]}}`, `{"query_string":{"query":"/qui.*/ AND t:fox"}}`, `{"query_string":{"query":"k:/a\\/b/"}}`,
	`{"bool":{"filter":[{"regexp":{"nope":"x"}},{"term":{"n":"x"}}]}}`, `{"bool":{"filter":[{"fuzzy":{"nope":"x"}},{"term":{"n":"x"}}]}}`,
	`{"fuzzy":{"t":"quik"}}`, `{"fuzzy":{"t":{"value":"bertjan","fuzziness":1}}}`, `{"fuzzy":{"t":{"value":"bertjan","fuzziness":2}}}`, `{"fuzzy":{"t":{"value":"bertjan","fuzziness":0}}}`, `{"fuzzy":{"t":{"value":"qwick","prefix_length":2}}}`, `{"fuzzy":{"t":{"value":"qwick","prefix_length":1}}}`, `{"fuzzy":{"k":"StopLoging"}}`, `{"fuzzy":{"t":"fo"}}`, `{"fuzzy":{"t":"fxo"}}`, `{"fuzzy":{"t":"taglich"}}`, `{"fuzzy":{"n":1}}`, `{"fuzzy":{"t":{"value":"fox","fuzziness":"AUTO:2,4"}}}`, `{"fuzzy":{"t":"Quick"}}`,
	`{"match":{"t":{"query":"quik fxo","fuzziness":"AUTO"}}}`, `{"match":{"t":{"query":"quik fxo","fuzziness":"AUTO","operator":"and"}}}`, `{"match":{"t":{"query":"quik","fuzziness":1,"prefix_length":3}}}`, `{"match":{"t":{"query":"quick fox bred","fuzziness":1,"minimum_should_match":2}}}`, `{"match":{"n":{"query":"1","fuzziness":1}}}`,
	`{"match_phrase_prefix":{"t":"quick br"}}`, `{"match_phrase_prefix":{"t":"brown fox is qu"}}`, `{"match_phrase_prefix":{"t":"qu"}}`, `{"match_phrase_prefix":{"t":"fox ju"}}`, `{"match_phrase_prefix":{"t":""}}`, `{"match_phrase_prefix":{"k":"a b"}}`, `{"match_phrase_prefix":{"nope":"a"}}`, `{"match_phrase_prefix":{"t":{"query":"lazy fo","slop":1}}}`,
	`{"match_bool_prefix":{"t":"lazy fo"}}`, `{"match_bool_prefix":{"t":{"query":"brown fo","operator":"and"}}}`, `{"match_bool_prefix":{"t":"qui"}}`, `{"match_bool_prefix":{"t":"fox brown qu"}}`, `{"match_bool_prefix":{"t":""}}`, `{"match_bool_prefix":{"k":"a"}}`,
	`{"match_phrase":{"t":{"query":"fox quick","slop":3}}}`, `{"match_phrase":{"t":{"query":"fox quick","slop":1}}}`, `{"match_phrase":{"t":{"query":"quick fox","slop":1}}}`, `{"match_phrase":{"t":{"query":"quick fox","slop":2}}}`, `{"match_phrase":{"t":{"query":"fox quick","slop":2}}}`, `{"match_phrase":{"t":{"query":"lazy brown quick","slop":4}}}`, `{"match_phrase":{"t":{"query":"fox brown","slop":105}}}`, `{"match_phrase":{"t":{"query":"quick quick","slop":2}}}`, `{"multi_match":{"query":"quick fox","fields":["t","u"],"type":"phrase","slop":2}}`, `{"query_string":{"query":"\"quick fox\"","default_field":"t","phrase_slop":2}}`,
	`{"terms_set":{"k":{"terms":["a","b","c"],"minimum_should_match_script":{"source":"Math.min(params.num_terms, 2)"}}}}`, `{"terms_set":{"k":{"terms":["a","b"],"minimum_should_match_script":{"source":"1"}}}}`, `{"terms_set":{"t":{"terms":["quick","fox","lazy"],"minimum_should_match_field":"n"}}}`, `{"terms_set":{"k":{"terms":["a"],"minimum_should_match_script":{"source":"0"}}}}`, `{"terms_set":{"nope":{"terms":["a"],"minimum_should_match_script":{"source":"1"}}}}`,
	`{"multi_match":{"query":"quick red","fields":["t","u"],"type":"cross_fields","operator":"and"}}`, `{"multi_match":{"query":"quick red","fields":["t","u"],"type":"cross_fields"}}`, `{"multi_match":{"query":"quick brown bread","fields":["t","u"],"type":"cross_fields","operator":"and"}}`, `{"multi_match":{"query":"quick a","fields":["t","k"],"type":"cross_fields","operator":"and"}}`, `{"multi_match":{"query":"quick red","fields":["t","s"],"type":"cross_fields","operator":"and"}}`,
}
