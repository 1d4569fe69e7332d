package search_test

import "testing"

// Fields of the types that are met less often, here and on a live node.
func TestTypes(t *testing.T) {
	p := livePair(t)
	p.create("ev-types", `{"settings":{"analysis":{"analyzer":{"mine":{"tokenizer":"whitespace","filter":["lowercase"]}}}},"mappings":{"properties":{"m":{"type":"match_only_text"},"w":{"type":"wildcard"},"wn":{"type":"wildcard","normalizer":"lowercase","ignore_above":5},
		"c":{"type":"constant_keyword","value":"v"},"ir":{"type":"integer_range"},"lr":{"type":"long_range"},"fr":{"type":"float_range"},"xr":{"type":"double_range"},"ipr":{"type":"ip_range"},"dr":{"type":"date_range","format":"yyyy-MM-dd||epoch_millis"},
		"dn":{"type":"date_nanos"},"ul":{"type":"unsigned_long"},"fo":{"type":"flat_object"},"bin":{"type":"binary"},"g":{"type":"geo_point"},"tc":{"type":"token_count","analyzer":"standard"},"en":{"type":"text","analyzer":"english"},"my":{"type":"text","analyzer":"mine"},
		"src":{"type":"keyword","copy_to":["all","made.by"]},"all":{"type":"text"},"d":{"type":"text","index_options":"docs","store":true},"fq":{"type":"text","index_options":"freqs","norms":false},"no":{"type":"text","index":false},"nodv":{"type":"keyword","index":false,"doc_values":false},"ndv":{"type":"keyword","doc_values":false},
		"ns":{"type":"nested","properties":{"k":{"type":"keyword","copy_to":"all"}}}}}}`)
	p.add("ev-types",
		`{"m":"the quick brown fox","w":"Foo Bar","wn":"ABC","ir":{"gte":1,"lt":5},"lr":{"gt":1},"fr":{"gte":1.5,"lt":2.5},"xr":{"lte":0.1},"ipr":"10.0.0.0/8","dr":{"gte":"2020-01-01","lte":"2020-01-31"},"dn":"2020-01-01T00:00:00.123456789Z","ul":18446744073709551615,"fo":{"a":{"b":"x","n":1.50,"deep":{"er":"z"}},"l":["p","q"],"t":true,"X":"Y","e":"","d.o.t":"dd"},"bin":"aGVsbG8=","g":{"lat":1,"lon":2},"tc":"a b c","en":"The running foxes' dogs","my":"The-Running Foxes","src":"Copied Word","d":"x x y z","fq":"x x y","no":"x y","nodv":"x","ndv":"x"}`,
		`{"m":"fox quick quick","w":["x","yy"],"wn":["abcdefgh","Q"],"c":"v","ir":{"gt":5},"lr":{"gte":-5,"lte":0},"fr":{"gt":2.5},"xr":{"gte":0.1,"lte":0.2},"ipr":{"gte":"1.1.1.1","lte":"1.1.1.9"},"dr":{"gt":"2020-02-01"},"dn":1577836800000,"ul":"12","fo":{"a":{"b":"y"},"l":[{"m":1},{"m":2}]},"g":"3,4","en":["run and fox","a dog's day"],"my":"foxes run","src":["m","n"],"d":"x","fq":"x","ns":[{"k":"nested"},{"k":"words"}]}`,
		`{"ir":{"gte":2,"lte":3},"fr":{"gte":null,"lte":3},"ul":1.5,"fo":{"b":1},"tc":["a b","c d e"],"g":[5,6],"made":{"by":"hand"},"dn":["2021-06-01","2022-06-01T12:00:00Z"],"all":"own"}`,
		`{"c":"other"}`, `{"ir":5}`, `{"ir":{"gte":9,"lte":1}}`, `{"ul":-1}`, `{"fo":"str"}`, `{"dn":"1960-01-01"}`, `{"g":{"lat":100,"lon":0}}`, `{"dn":"2300-01-01"}`, `{"ir":{"gte":1,"foo":2}}`, `{"ipr":"1.2.3.4"}`,
		`{"fo":{"n":null}}`, `{"fo":null}`, `{"fo":{}}`, `{"ir":null,"w":null}`, `{"ns.k":"dotted"}`, `{"en":""}`, `{"ul":18446744073709551616}`, `{"lr":{"gte":"x"}}`, `{"dr":{"gte":"nope"}}`,
	)
	for _, q := range typeQueries {
		p.compare("ev-types", `{"query":`+q+`}`)
		p.compare("ev-types", `{"query":{"bool":{"filter":[`+q+`]}}}`)
	}
	for _, field := range []string{"w", "dn", "ul", "fo.a.b", "fo", "g", "m", "tc", "bin", "ir", "c", "ndv"} {
		p.compare("ev-types", `{"sort":["`+field+`"],"size":20}`)
		p.compare("ev-types", `{"sort":[{"`+field+`":{"order":"desc"}}],"size":3}`)
	}
}

var typeQueries = []string{
	`{"match":{"m":"quick fox"}}`, `{"match_phrase":{"m":"quick fox"}}`, `{"match_phrase":{"m":"brown fox"}}`, `{"term":{"m":"fox"}}`, `{"prefix":{"m":"qu"}}`, `{"exists":{"field":"m"}}`, `{"fuzzy":{"m":"quik"}}`, `{"match_phrase_prefix":{"m":"quick br"}}`, `{"match":{"m":{"query":"quick lazy","operator":"and"}}}`, `{"match_bool_prefix":{"m":"fox br"}}`, `{"terms":{"m":["brown","lazy"]}}`, `{"wildcard":{"m":"br*n"}}`, `{"match_phrase":{"m":{"query":"quick fox","slop":1}}}`,
	`{"term":{"w":"Foo Bar"}}`, `{"wildcard":{"w":"*oo*"}}`, `{"wildcard":{"w":{"value":"*OO*","case_insensitive":true}}}`, `{"prefix":{"w":"F"}}`, `{"regexp":{"w":"F.*"}}`, `{"range":{"w":{"gte":"x"}}}`, `{"exists":{"field":"w"}}`, `{"match":{"w":"x"}}`, `{"terms":{"w":["x","nope"]}}`, `{"query_string":{"query":"w:*oo*"}}`, `{"term":{"w":{"value":"foo bar","case_insensitive":true}}}`, `{"term":{"wn":"aBC"}}`, `{"wildcard":{"wn":"A*"}}`, `{"exists":{"field":"wn"}}`, `{"wildcard":{"wn":"*fgh"}}`,
	`{"term":{"c":"v"}}`, `{"term":{"c":"o"}}`, `{"exists":{"field":"c"}}`, `{"prefix":{"c":"v"}}`, `{"wildcard":{"c":"*"}}`, `{"terms":{"c":["v","x"]}}`, `{"match":{"c":"v"}}`, `{"range":{"c":{"gte":"a"}}}`, `{"range":{"c":{"gt":"v"}}}`, `{"regexp":{"c":"v|w"}}`, `{"regexp":{"c":"w"}}`,
	`{"term":{"ir":3}}`, `{"term":{"ir":6}}`, `{"range":{"ir":{"gte":4,"lte":5}}}`, `{"range":{"ir":{"gte":1,"lte":4,"relation":"within"}}}`, `{"range":{"ir":{"gte":2,"lte":3,"relation":"contains"}}}`, `{"exists":{"field":"ir"}}`, `{"term":{"ir":"x"}}`, `{"match":{"ir":3}}`, `{"terms":{"ir":[4,7]}}`, `{"range":{"ir":{"gt":5}}}`, `{"range":{"ir":{"lt":2}}}`, `{"range":{"ir":{"lte":3,"relation":"intersects"}}}`, `{"range":{"ir":{"gte":2.5}}}`, `{"term":{"ir":4.5}}`,
	`{"term":{"lr":2}}`, `{"range":{"lr":{"lt":-4}}}`, `{"term":{"fr":2.5}}`, `{"term":{"fr":2.4}}`, `{"range":{"fr":{"lt":1.5}}}`, `{"term":{"xr":0.1}}`, `{"range":{"xr":{"gt":0.1}}}`,
	`{"term":{"ipr":"10.1.2.3"}}`, `{"term":{"ipr":"10.0.0.0/16"}}`, `{"range":{"ipr":{"gte":"10.0.0.0"}}}`, `{"range":{"ipr":{"lt":"10.0.0.0"}}}`, `{"terms":{"ipr":["1.1.1.5","9.9.9.9"]}}`, `{"term":{"ipr":"x"}}`,
	`{"term":{"dr":"2020-01-15"}}`, `{"range":{"dr":{"gte":"2020-01-31"}}}`, `{"range":{"dr":{"gt":"2020-01-31"}}}`, `{"range":{"dr":{"gte":"2020-01-01","lte":"2020-03-01","relation":"within"}}}`, `{"range":{"dr":{"lt":"2020-01-01||+1d"}}}`, `{"range":{"dr":{"gte":"nope"}}}`, `{"range":{"dr":{"gte":"01/2020","format":"MM/yyyy","lte":"01/2020"}}}`,
	`{"term":{"dn":"2020-01-01"}}`, `{"range":{"dn":{"gt":"2020-01-01T00:00:00.123456788Z"}}}`, `{"range":{"dn":{"gte":"2020-01-01T00:00:00.123456790Z"}}}`, `{"range":{"dn":{"lt":"2020-01-01T00:00:00.123456789Z"}}}`, `{"exists":{"field":"dn"}}`, `{"range":{"dn":{"lte":"2020-01-01||/d"}}}`, `{"range":{"dn":{"gte":"now-1d"}}}`, `{"range":{"dn":{"lt":"now"}}}`, `{"range":{"dn":{"gte":"1960-01-01"}}}`, `{"range":{"dn":{"gte":"2021"}}}`, `{"match":{"dn":"2021-06-01"}}`,
	`{"term":{"ul":18446744073709551615}}`, `{"range":{"ul":{"gt":12}}}`, `{"range":{"ul":{"gte":1.5,"lt":12.5}}}`, `{"term":{"ul":"x"}}`, `{"term":{"ul":-1}}`, `{"range":{"ul":{"gt":-1}}}`, `{"term":{"ul":12.0}}`, `{"term":{"ul":12.5}}`, `{"terms":{"ul":[1,12]}}`, `{"range":{"ul":{"lt":"18446744073709551615"}}}`, `{"match":{"ul":"12"}}`,
	`{"term":{"fo":"x"}}`, `{"term":{"fo.a.b":"x"}}`, `{"term":{"fo.a":"x"}}`, `{"exists":{"field":"fo"}}`, `{"exists":{"field":"fo.a"}}`, `{"exists":{"field":"fo.b"}}`, `{"exists":{"field":"fo.l"}}`, `{"exists":{"field":"fo.a.b"}}`, `{"exists":{"field":"fo.nope"}}`, `{"prefix":{"fo.a.b":"x"}}`, `{"wildcard":{"fo.l":"p*"}}`, `{"range":{"fo.a.b":{"gte":"y"}}}`, `{"term":{"fo.t":true}}`, `{"term":{"fo.a.n":1.5}}`, `{"term":{"fo.a.n":"1.50"}}`, `{"terms":{"fo.l":["p"]}}`, `{"match":{"fo.a.b":"x"}}`, `{"regexp":{"fo.a.b":"x|z"}}`, `{"wildcard":{"fo":"x*"}}`, `{"term":{"fo.nope":"x"}}`, `{"term":{"fo.X":{"value":"y","case_insensitive":true}}}`, `{"match":{"fo.a.b":"x y"}}`, `{"query_string":{"query":"fo.a.b:(x OR z)"}}`, `{"query_string":{"query":"fo.a.b:x*"}}`, `{"term":{"fo.l.m":2}}`, `{"term":{"fo.e":""}}`, `{"range":{"fo":{"gte":"y"}}}`,
	`{"term":{"bin":"aGVsbG8="}}`, `{"exists":{"field":"bin"}}`, `{"exists":{"field":"g"}}`, `{"term":{"g":"1"}}`, `{"term":{"tc":3}}`, `{"range":{"tc":{"gt":2}}}`, `{"match":{"tc":"3"}}`,
	`{"match":{"en":"runs"}}`, `{"match":{"en":"the fox dog"}}`, `{"match_phrase":{"en":"run the fox"}}`, `{"match_phrase":{"en":"dog day"}}`, `{"term":{"en":"running"}}`, `{"match":{"my":"FOXES"}}`, `{"match":{"my":"the-running"}}`, `{"match":{"my":{"query":"the running","analyzer":"standard"}}}`, `{"match":{"en":{"query":"running","analyzer":"keyword"}}}`, `{"match":{"my":{"query":"x","analyzer":"nope"}}}`, `{"match":{"en":{"query":"THE","zero_terms_query":"all"}}}`, `{"query_string":{"query":"en:(running OR cats)"}}`, `{"prefix":{"en":"runn"}}`,
	`{"match":{"all":"copied"}}`, `{"match":{"all":"nested"}}`, `{"term":{"made.by":"copied"}}`, `{"match":{"made.by":"hand n"}}`, `{"match":{"all":"own m"}}`, `{"match_phrase":{"all":"m n"}}`, `{"exists":{"field":"made"}}`,
	`{"match":{"d":"x"}}`, `{"match_phrase":{"d":"x y"}}`, `{"match_phrase":{"d":"y"}}`, `{"match":{"fq":"x"}}`, `{"match_phrase":{"fq":"x y"}}`, `{"match":{"no":"x"}}`, `{"match_phrase":{"no":"x y"}}`, `{"exists":{"field":"no"}}`, `{"term":{"nodv":"x"}}`, `{"exists":{"field":"nodv"}}`, `{"exists":{"field":"ndv"}}`, `{"term":{"ndv":"x"}}`, `{"match_phrase_prefix":{"d":"x y"}}`,
}
