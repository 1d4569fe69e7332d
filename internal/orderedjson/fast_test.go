package orderedjson

import (
	"strings"
	"testing"
)

// FuzzFast: what is parsed fast is what encoding/json's tokens make of it.
func FuzzFast(f *testing.F) {
	for _, text := range []string{`{"a":[1,-0.5e+3,true,false,null,"x"],"b":{}} x`, `"\u00e9\ud83d\ude00\ud800x\n\/"`, `[[],[ ]]`, `12 `, `12x`, `{"a":1,"a":2}`,
		`{"a":1,}`, `[1,]`, `01`, `"` + "\xff" + `"`, `"\u+041"`, ` `, `-`, `{"k":"é"}{`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { compareWays(t, text) })
}

func TestFastParsesLongTexts(t *testing.T) {
	if !compareWays(t, "["+strings.Repeat(`{"a":"b","c":"\n"},`, 10000)+"1]") {
		t.Error("not parsed fast")
	}
}

func compareWays(t *testing.T, text string) (ok bool) {
	t.Helper()
	v, end, ok := parseFast([]byte(text))
	if !ok {
		return false
	}
	want, wantEnd, err := parseTokens([]byte(text))
	if err != nil || end != wantEnd || !same(v, want) {
		t.Errorf("%q: %v to %d, by tokens %v to %d, %v", text, v, end, want, wantEnd, err)
	}
	return true
}

// same is Equal without any leniency.
func same(a, b any) bool {
	x, errX := Marshal(a)
	y, errY := Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

func BenchmarkParse(b *testing.B) {
	text := []byte(`{"eventName":"ConsoleLogin","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice"},"n":[1,2.5,null],"m":"a \"text\""}`)
	for name, parse := range map[string]func([]byte) (any, int64, error){"fast": ParsePrefix, "tokens": parseTokens} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, _, err := parse(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
