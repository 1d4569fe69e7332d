package search_test

import (
	"fmt"
	"math"
	"strings"
)

// aggsData fills five indices for the tests of aggregations: one shard, three
// shards, no fields at all, fields of other types, and no documents.
func aggsData(p *pair) {
	properties := `"k":{"type":"keyword"},"n":{"type":"integer"},"l":{"type":"long"},"w":{"type":"double"},"f":{"type":"float"},"hf":{"type":"half_float"},` +
		`"sf":{"type":"scaled_float","scaling_factor":100},"b":{"type":"boolean"},"d":{"type":"date"},"d2":{"type":"date","format":"yyyy/MM/dd||epoch_second"},` +
		`"ip":{"type":"ip"},"t":{"type":"text"},"nd":{"type":"keyword","doc_values":false},"o":{"properties":{"x":{"type":"keyword"}}},` +
		`"ns":{"type":"nested","properties":{"k":{"type":"keyword"},"v":{"type":"double"},"in":{"type":"nested","properties":{"z":{"type":"long"}}}}}`
	p.create("ag-1", `{"mappings":{"properties":{`+properties+`}}}`)
	p.create("ag-2", `{"settings":{"number_of_shards":3},"mappings":{"properties":{`+properties+`}}}`)
	p.create("ag-3", `{}`)
	p.create("ag-4", `{"mappings":{"properties":{"k":{"type":"keyword"},"n":{"type":"double"},"l":{"type":"keyword"},"w":{"type":"long"},"f":{"type":"double"},"b":{"type":"long"},`+
		`"d":{"type":"keyword"},"d2":{"type":"date"},"ip":{"type":"keyword"},"t":{"type":"keyword"},"sf":{"type":"scaled_float","scaling_factor":10}}}}`)
	p.create("ag-5", `{"mappings":{"properties":{`+properties+`}}}`)
	p.add("ag-1", aggsDocs(0)...)
	p.add("ag-2", aggsDocs(7)...)
	p.add("ag-3", `{"z":1}`, `{"z":2,"zz":"text here"}`)
	p.add("ag-4", `{"k":"k1","n":1.5,"l":"one","w":7,"f":0.1,"b":5,"d":"2020-01-05","d2":"2020-01-05T03:00:00Z","ip":"10.0.0.1","t":"foo bar","sf":1.26}`,
		`{"k":["k1","k4"],"n":[2,7.25],"l":"two","w":7,"f":12.5,"b":0,"d":"x","d2":"2020-02-05","ip":"hello","t":"x"}`, `{"k":"kx","w":1}`)
}

func aggsDocs(shift int) []string {
	var docs []string
	for i := range 50 {
		j := i + shift
		fields := []string{
			fmt.Sprintf(`"k":"k%d"`, j*j%7), fmt.Sprintf(`"n":%d`, j*j%37-5), fmt.Sprintf(`"w":%g`, math.Sqrt(float64(j))*10-20),
			fmt.Sprintf(`"f":%g`, float64(j%13)/10), fmt.Sprintf(`"hf":%g`, float64(j%11)*1.1), fmt.Sprintf(`"sf":%g`, float64(j%17)*0.37),
			fmt.Sprintf(`"d":"2020-%02d-%02dT%02d:%02d:%02d.%03dZ"`, 1+j%4, 1+j*7%28, j*5%24, j*11%60, j*13%60, j*37%1000),
			fmt.Sprintf(`"ip":"10.%d.0.%d"`, j%2, j%9), fmt.Sprintf(`"t":"word%d and more"`, j%3), fmt.Sprintf(`"l":%d`, int64(j)*int64(j)*1234567890123),
		}
		if j%3 != 0 {
			fields = append(fields, fmt.Sprintf(`"b":%v`, j%2 == 0), fmt.Sprintf(`"o":{"x":"x%d"}`, j%4), fmt.Sprintf(`"d2":"2019/%02d/%02d"`, 1+j%12, 1+j%28))
		}
		if j%4 == 0 {
			fields = append(fields, fmt.Sprintf(`"ns":[{"k":"p%d","v":%d.5,"in":[{"z":%d},{"z":3}]},{"k":"q","v":%d}]`, j%3, j, j%5, j%7))
		}
		docs = append(docs, "{"+strings.Join(fields, ",")+"}")
	}
	return append(docs, `{"k":["k1","k9","k9"],"n":[1,1,40],"w":[0.1,0.2],"d":["2020-01-01","2020-12-31T23:59:59Z"],"ip":["::1","10.0.0.1"],"b":[true,false]}`,
		`{"k":"k4"}`, `{"n":-3}`, `{"ns":{"v":1}}`, `{"k":"","l":9007199254740993,"w":1e300,"n":[5,6]}`)
}
