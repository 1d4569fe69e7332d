package search_test

import (
	"fmt"
	"strings"
	"testing"
)

const scriptMapping = `{"mappings":{"properties":{"l":{"type":"long"},"i":{"type":"integer"},"d":{"type":"double"},"f":{"type":"float"},
"h":{"type":"half_float"},"sf":{"type":"scaled_float","scaling_factor":100},"k":{"type":"keyword"},"t":{"type":"text","fields":{"raw":{"type":"keyword"}}},
"b":{"type":"boolean"},"dt":{"type":"date"},"ip":{"type":"ip"},"nodv":{"type":"keyword","doc_values":false},"o":{"properties":{"x":{"type":"long"}}},
"al":{"type":"alias","path":"l"},"nest":{"type":"nested","properties":{"q":{"type":"long"},"k":{"type":"keyword"}}}}}}`

var scriptDocs = []string{
	`{"l":5,"i":7,"d":1.5,"f":0.1,"h":0.1,"sf":1.15,"k":"abc","t":"Hello World","b":true,"dt":"2024-06-15T08:30:01.123Z","ip":"10.0.0.1","nodv":"z","o":{"x":3},"nest":[{"q":1,"k":"a"},{"q":5,"k":"b"}]}`,
	`{"l":[9,3,3],"i":2,"d":[2.5,-1],"f":[3.5],"sf":[0.7,2.07],"k":["b","a","b"],"b":[true,false],"dt":["2024-02-29T23:59:59Z","2020-01-01"],"ip":["::1","192.168.0.1"],"t":"x y"}`,
	`{"t":"x","i":-4}`,
	`{"l":-7,"d":1e10,"k":"Grün","b":false,"dt":"1969-07-20T20:17:40Z","i":40,"t":"moon","nest":{"q":9,"k":"c"}}`,
}

// docScripts are bodies of functions of doc and params, whose results are
// compared as texts, with what they throw.
const docScripts = `doc['l']
doc['l'].value
doc['l'].get(0)
doc['l'][-1]
doc['l'].values
doc['l'].length
doc['l'].size()
doc['l'].empty
doc['l'].isEmpty()
doc['l'].contains(3L)
doc['l'].contains(3)
doc['l'].stream().mapToLong(x -> x).sum()
doc['l'].foo
doc['l'].bar()
doc['l'] instanceof List
doc['l'].hashCode()
doc['l'].add(3L)
doc['l'].set(0, 3L)
doc['l'].remove(0)
doc['l'].clear()
doc['l'].sort(null)
doc['l'].removeIf(x -> true)
doc['l'].addAll([1L])
doc['d'].value
doc['f'].value
doc['h'].value
doc['sf']
doc['k'].value
doc['k']
doc['k'].contains('a')
doc['k'].join('-')
doc['b'].value
doc['b']
doc['dt'].value
doc['dt']
doc['dt'].get(1)
doc['ip'].value
doc['ip']
'' + doc['ip'].value
doc['t'].value
doc['t.raw'].value
doc['nodv'].value
doc['o'].value
doc['o.x'].value
doc['al'].value
doc['nest.q'].value
doc['_id'].value
doc['_index'].value
doc['_source'].value
doc['zz'].value
doc.zz
doc.l.value
doc.containsKey('l')
doc.containsKey('zz')
doc.containsKey('t')
doc.containsKey('o')
doc.containsKey('al')
doc.containsKey(1)
doc.size()
doc.keySet()
doc.isEmpty()
doc.get('l')
doc.getOrDefault('zz', 3)
doc.getOrDefault('l', 3)
doc == null
doc.equals(doc)
doc[1]
doc[null]
doc['l'].value.foo
doc['dt'].foo
doc['dt'].value.millis
doc['dt'].value.dayOfWeek
doc['dt'].value.dayOfWeekEnum
doc['dt'].value.year
doc['dt'].value.monthValue
doc['dt'].value.hour
doc['dt'].value.hourOfDay
doc['dt'].value.secondOfDay
doc['dt'].value.minuteOfDay
doc['dt'].value.millisOfSecond
doc['dt'].value.weekyear
doc['dt'].value.weekOfWeekyear
doc['dt'].value.centuryOfEra
doc['dt'].value.yearOfCentury
doc['dt'].value.monthOfYear
doc['dt'].value.millisOfDay
doc['dt'].value.month
doc['dt'].value.zone
doc['dt'].value.toInstant().toEpochMilli()
doc['dt'].value instanceof ZonedDateTime
doc['dt'].value.toString('yyyy-MM-dd')
doc['dt'].value.format(DateTimeFormatter.ISO_LOCAL_DATE)
doc['dt'].value.plusDays(1)
doc['dt'].value.withHour(3)
doc['dt'].value.minus(Duration.ofDays(1))
doc['dt'].value.equals(doc['dt'].value.plusDays(0))
doc['dt'].value.plusDays(0).equals(doc['dt'].value)
doc['dt'].value == doc['dt'].value
doc['dt'].value.hashCode()
doc['dt'].value.compareTo(doc['dt'].value)
doc['dt'].value.isAfter(ZonedDateTime.parse('2024-01-01T00:00:00Z'))
ZonedDateTime.parse('2024-01-01T00:00:00Z').isBefore(doc['dt'].value)
ZonedDateTime.parse('2024-01-01T00:00:00Z').compareTo(doc['dt'].value)
doc['dt'].value.until(ZonedDateTime.parse('2025-01-01T00:00:00Z'), ChronoUnit.HOURS)
ChronoUnit.DAYS.between(doc['dt'].value, ZonedDateTime.parse('2024-07-01T00:00:00Z'))
doc['dt'].value.withZoneSameInstant(ZoneId.of('Europe/Berlin'))
doc['dt'].value.toLocalDate()
doc['dt'].value.foo
doc['dt'].value.foo()
ZonedDateTime z = doc['dt'].value; return z
ScriptDocValues.Longs x = doc['l']; return x.value + 1
ScriptDocValues.Strings x = doc['k']; return x.value.length()
ScriptDocValues.Dates x = doc['dt']; ZonedDateTime z = x.value; return z.getYear()
params.p
params.zz
params['_source'].t
params._source.k
params.containsKey('doc')
params.containsKey('zz')
params.get('p')
params.size()
params.doc['l'].value
params.getOrDefault('u', 8)
params.isEmpty()
doc['l'].sum()
doc['d'].sum()
doc['l'].subList(0, 1)
doc['l'].iterator().next()
doc['l'].equals([5L])
doc['l'] == [5L]
doc['l'].toArray().length
doc['l'].asList()
doc['l'].indexOf(3L)
doc['l'].any(x -> x > 4)
doc['l'].collect(x -> x * 2)
doc['l'].stream().max(Comparator.naturalOrder())
doc['l'].getByPath('0')
long x = 0; for (long v : doc['l']) { x += v } return x
def s = doc['k']; return s.size() == 0 ? 'none' : s.value.toUpperCase()
def x = doc; return x.foo
def x = doc; return x.l.value
def x = doc; return x['l'].value
doc.l = 3
doc['l'] = 3
doc?.l?.value
doc['l'].value instanceof Long
doc['f'].value instanceof Double
doc['l'].value + 1
doc['l'].value / 2
doc['d'].value * 2
doc['b'].value ? 1 : 0
doc['l'].value == 5
doc['k'].value == 'abc' || doc['k'].value.length() > 2
int n = (int) doc['l'].value; return n
int n = doc['l'].value; return n
String s = doc['l'].value; return s
Math.max(doc['l'].value, doc['d'].value)`

// asFunctions makes one script of many: a function each, and a list of what they
// give as texts.
func asFunctions(bodies []string) string {
	var script strings.Builder
	for i, body := range bodies {
		if !strings.Contains(body, "return") {
			body = "return " + body
		}
		fmt.Fprintf(&script, "def f%d(Map doc, Map params) { %s }\n", i, body)
	}
	script.WriteString("List r = new ArrayList();\n")
	for i := range bodies {
		fmt.Fprintf(&script, "try { def v = f%d(doc, params); r.add('%d ' + v) } catch (ClassCastException e) { r.add('%d cast') } catch (NullPointerException e) { r.add('%d null') } catch (Exception e) { r.add('%d thrown ' + e.toString()) }\n", i, i, i, i, i)
	}
	return script.String() + "return r;"
}

// TestFieldScripts runs scripts over documents in every place that a search has
// for one, here and on a live node.
func TestFieldScripts(t *testing.T) {
	p := livePair(t)
	p.create("ev-script", scriptMapping)
	p.add("ev-script", scriptDocs...)
	for i, chunk := range chunks(strings.Split(docScripts, "\n"), 60) {
		p.compare("ev-script", fmt.Sprintf(`{"sort":["_doc"],"script_fields":{"f%d":{"script":{"source":%q,"params":{"p":1}}}}}`, i, asFunctions(chunk)))
	}
	for _, body := range scriptBodies {
		p.compare("ev-script", body)
	}
}

func chunks(list []string, size int) [][]string {
	var out [][]string
	for len(list) > size {
		out, list = append(out, list[:size]), list[size:]
	}
	return append(out, list)
}

var scriptBodies = []string{
	// sorts
	`{"sort":[{"_script":{"type":"number","script":"doc['i'].value * -1"}}]}`,
	`{"sort":[{"_script":{"type":"number","script":{"source":"doc['l'].size() == 0 ? params.none : doc['l'].value","params":{"none":6.5}},"order":"desc"}},"_doc"]}`,
	`{"sort":[{"_script":{"type":"string","script":"doc['k'].size() == 0 ? '' : doc['k'].value","order":"desc"}}]}`,
	`{"sort":[{"_script":{"type":"string","script":"doc['i'].value"}}]}`,
	`{"sort":[{"_script":{"type":"number","script":"doc['l'].value"}}]}`,
	`{"sort":[{"_script":{"type":"number","script":"'a'"}}]}`,
	`{"sort":[{"_script":{"type":"number","script":"doc['zz'].value"}}]}`,
	`{"query":{"match":{"t":"x"}},"sort":[{"_script":{"type":"number","script":"_score * 2"}},"_doc"],"track_scores":true}`,
	`{"sort":[{"_script":{"type":"number","script":"params._source.i"}}],"_source":false}`,
	`{"sort":[{"_script":{"type":"number","script":"doc['i'].value","order":"desc"}}],"size":2,"search_after":[7.0]}`,
	`{"sort":[{"_script":{"type":"number","script":"Double.NaN"}},"_doc"]}`,
	// queries
	`{"query":{"script":{"script":"doc['l'].size() > 1"}}}`,
	`{"query":{"bool":{"filter":{"script":{"script":"doc.containsKey('l') && doc['l'].size() > 0 && doc.l.value > 0"}}}}}`,
	`{"query":{"bool":{"filter":{"script":{"script":{"source":"for (def x : doc['k']) { if (params.w.contains(x)) return true } return false","params":{"w":["a","Grün"]}}}}}}}`,
	`{"query":{"bool":{"filter":{"script":{"script":"doc['dt'].size() > 0 && doc['dt'].value.getYear() < 2000"}}}}}`,
	`{"query":{"bool":{"filter":{"script":{"script":"doc['b'].size() == 1 && doc['b'].value"}}}}}`,
	`{"query":{"bool":{"filter":{"script":{"script":"doc['ip'].value == '10.0.0.1'"}}}}}`,
	`{"query":{"bool":{"filter":{"script":{"script":"params.containsKey('_source')"}}}}}`,
	`{"query":{"script":{"script":"doc['k'].value"}}}`,
	`{"query":{"script":{"script":"doc['l']"}}}`,
	`{"query":{"script":{"script":"_score > 1"}}}`,
	`{"query":{"script":{"script":"doc['zz'].value == 1"}}}`,
	`{"query":{"script":{"script":"String s = '😀é'; return doc['zz'].value == s"}}}`,
	`{"query":{"script":{"script":"String s = '😀é'; return zz"}}}`,
	`{"query":{"nested":{"path":"nest","query":{"script":{"script":"doc['nest.q'].value > 4"}}}}}`,
	`{"query":{"terms_set":{"k":{"terms":["a","b","abc"],"minimum_should_match_script":{"source":"params.num_terms - 1"}}}}}`,
	`{"query":{"bool":{"filter":{"terms_set":{"k":{"terms":["a","b","abc"],"minimum_should_match_script":{"source":"Math.min(params.num_terms, doc['l'].size())"}}}}}}}`,
	`{"query":{"bool":{"filter":{"terms_set":{"k":{"terms":["a","b","abc"],"minimum_should_match_script":{"source":"doc['i'].value == 2 ? 2 : 1"}}}}}}}`,
	`{"query":{"terms_set":{"k":{"terms":["a"],"minimum_should_match_script":{"source":"x"}}}}}`,
	`{"query":{"terms_set":{"k":{"terms":["a"],"minimum_should_match_script":{"source":"'a'"}}}}}`,
	`{"query":{"function_score":{"query":{"match":{"t":"x"}},"functions":[{"script_score":{"script":"_score * 2 + doc['i'].value + 10"}}]}}}`,
	`{"query":{"function_score":{"query":{"match_all":{}},"functions":[{"filter":{"exists":{"field":"l"}},"script_score":{"script":{"source":"saturation(Math.abs(doc['l'].value), params.k)","params":{"k":3}}}}],"boost_mode":"replace","min_score":0.6}}}`,
	`{"query":{"function_score":{"query":{"match_all":{}},"functions":[{"script_score":{"script":"sigmoid(doc['i'].value + 5, 2, 2)"},"weight":2}],"boost_mode":"sum"}}}`,
	`{"query":{"function_score":{"query":{"match_all":{}},"functions":[{"script_score":{"script":"'a'"}}]}}}`,
	// script_fields
	`{"sort":["_doc"],"script_fields":{"a":{"script":"doc['l']"},"b":{"script":"doc['dt']"},"c":{"script":"doc['ip'].value"},"s":{"script":"params._source.nest"}}}`,
	`{"sort":["_doc"],"script_fields":{"a":{"script":"return [1, 2L, 1.5, 1.5f, 'x', true, null, [1,[2]], ['a':1], (byte) 1]"},"b":{"script":"new int[] {1, 2}"},"c":{"script":"null"},"d":{"script":"[]"},"e":{"script":"['b':1,'a':[2]]"}}}`,
	`{"sort":["_doc"],"script_fields":{"a":{"script":"[ZonedDateTime.parse('2024-06-15T08:30:01.123+02:00[Europe/Berlin]'), Instant.parse('2024-06-15T08:30:00.123456789Z'), LocalDate.parse('2024-06-15'), LocalDateTime.parse('2024-06-15T08:30'), LocalTime.parse('08:30'), Duration.ofHours(30), DayOfWeek.MONDAY, ChronoUnit.DAYS]"}}}`,
	`{"sort":["_doc"],"script_fields":{"a":{"script":"new StringBuilder('a')"}}}`,
	`{"sort":["_doc"],"script_fields":{"a":{"script":"[1:2]"}}}`,
	`{"sort":["_doc"],"script_fields":{"a":{"script":"doc['k'].value"}}}`,
	`{"sort":["_doc"],"script_fields":{"a":{"script":"doc['k'].value","ignore_failure":true}}}`,
	// aggregations
	`{"size":0,"aggs":{"s":{"sum":{"script":"doc['l']"}},"a":{"avg":{"script":"doc['b']"}},"m":{"max":{"script":"doc['dt'].size() == 0 ? null : doc['dt'].value"}},"x":{"min":{"script":"[3, 1.5]"}}}}`,
	`{"size":0,"aggs":{"s":{"sum":{"script":"'a'"}}}}`,
	`{"size":0,"aggs":{"s":{"sum":{"script":"doc['zz'].value"}}}}`,
	`{"size":0,"aggs":{"s":{"sum":{"field":"l","script":"_value * 2"}},"m":{"max":{"field":"d","script":{"source":"_value + params.p","params":{"p":1}}}},"e":{"stats":{"field":"dt","script":"_value"}}}}`,
	`{"size":0,"aggs":{"t":{"terms":{"script":"doc['k'].size() == 0 ? 'none' : doc['k'].value.substring(0, 1)"}}}}`,
	`{"size":0,"aggs":{"t":{"terms":{"script":"doc['l']"}}}}`,
	`{"size":0,"aggs":{"t":{"terms":{"script":"doc['l']","value_type":"long"}}}}`,
	`{"size":0,"aggs":{"t":{"terms":{"field":"k","script":"_value + '!'"}}}}`,
	`{"size":0,"aggs":{"t":{"terms":{"field":"l","script":"_value * 10"}}}}`,
	`{"size":0,"aggs":{"t":{"histogram":{"script":"doc['i'].value","interval":10}}}}`,
	`{"size":0,"aggs":{"t":{"histogram":{"field":"i","script":"_value * 2","interval":10}}}}`,
	`{"size":0,"aggs":{"t":{"cardinality":{"script":"doc['b'].size()"}}}}`,
	`{"size":0,"aggs":{"t":{"value_count":{"script":"doc['l']"}}}}`,
	`{"size":0,"aggs":{"s":{"sum":{"script":"doc['l'].size() == 0 ? null : doc['l'].value","missing":100}},"h":{"histogram":{"script":"doc['l']","interval":10,"missing":55}}}}`,
	// scripted metrics
	`{"size":0,"aggs":{"t":{"scripted_metric":{"init_script":"state.t=[]","map_script":"if (doc['l'].size() > 0) state.t.add(doc['l'].value)","combine_script":"return state.t","reduce_script":"def s = 0; for (a in states) { for (x in a) { s += x } } return s"}}}}`,
	`{"size":0,"query":{"match_none":{}},"aggs":{"t":{"scripted_metric":{"init_script":"state.t=[]","map_script":"state.t.add(1)","combine_script":"return state.t","reduce_script":"return states"}}}}`,
	`{"size":0,"aggs":{"t":{"scripted_metric":{"map_script":"state.n = (state.n == null ? 0 : state.n) + params.p","combine_script":"return state","reduce_script":"return params.p + states[0].n","params":{"p":3}}}}}`,
	`{"size":0,"aggs":{"t":{"scripted_metric":{"map_script":{"source":"state.n = params.q","params":{"p":1}},"combine_script":"return state","reduce_script":"1","params":{"p":3}}}}}`,
	`{"size":0,"aggs":{"t":{"scripted_metric":{"map_script":"state.n = 1","combine_script":"return state.x.y","reduce_script":"1"}}}}`,
	`{"size":0,"aggs":{"t":{"scripted_metric":{"map_script":"state.n = 1","combine_script":"return state.x","reduce_script":"states.x"}}}}`,
	`{"size":0,"aggs":{"t":{"scripted_metric":{"map_script":"x","combine_script":"return state.x","reduce_script":"1"}}}}`,
	`{"size":0,"aggs":{"t":{"scripted_metric":{"map_script":"state.n = 1","reduce_script":"1"}}}}`,
	`{"size":0,"aggs":{"w":{"terms":{"field":"k"},"aggs":{"t":{"scripted_metric":{"map_script":"state.n = doc['i'].value","combine_script":"return state.n","reduce_script":"return states"}}}}}}`,
	`{"size":0,"query":{"match":{"t":"x"}},"aggs":{"t":{"scripted_metric":{"map_script":"state.n = _score > 0","combine_script":"return state.n","reduce_script":"return states"}}}}`,
	`{"size":0,"aggs":{"w":{"filters":{"filters":{"a":{"match_none":{}},"b":{"term":{"k":"a"}}}},"aggs":{"t":{"scripted_metric":{"init_script":"state.n = 0","map_script":"state.n += 1","combine_script":"return state.n","reduce_script":"return states"}}}}}}`,
	`{"size":0,"aggs":{"w":{"histogram":{"field":"i","interval":10},"aggs":{"t":{"scripted_metric":{"init_script":"state.n = 0","map_script":"state.n += 1","combine_script":"return state.n","reduce_script":"return states"}}}}}}`,
	// pipelines
	`{"size":0,"aggs":{"w":{"terms":{"field":"k"},"aggs":{"m":{"max":{"field":"i"}},"t":{"bucket_script":{"buckets_path":{"m":"m"},"script":"params.m > 3 ? params.m : null"}}}}}}`,
	`{"size":0,"aggs":{"w":{"terms":{"field":"k"},"aggs":{"t":{"bucket_script":{"buckets_path":{"c":"_count"},"script":"params.c.foo"}}}}}}`,
	`{"size":0,"aggs":{"w":{"terms":{"field":"k"},"aggs":{"t":{"bucket_selector":{"buckets_path":{"c":"_count"},"script":"params.c"}}}}}}`,
}
