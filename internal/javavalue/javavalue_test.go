package javavalue_test

import (
	"bufio"
	"math"
	"math/big"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// TestRecordedDecimals compares with what the JDK 17 of an OpenSearch 2.19.4
// prints; a line of testdata/decimals.txt is a number, its Double.toString and
// the Float.toString of its cast to float.
func TestRecordedDecimals(t *testing.T) {
	file, err := os.Open("testdata/decimals.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		parts := strings.Fields(lines.Text())
		d, err := strconv.ParseFloat(parts[0], 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := javavalue.DoubleText(d, javavalue.JDK17); got != parts[1] {
			t.Errorf("double %s: got %s, want %s", parts[0], got, parts[1])
		}
		if got := javavalue.FloatText(float32(d), javavalue.JDK17); got != parts[2] {
			t.Errorf("float %s: got %s, want %s", parts[0], got, parts[2])
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

// TestPlainDigits has numbers of answers of 1.3.14 and 2.19.4 under the format "0".
func TestPlainDigits(t *testing.T) {
	for d, want := range map[float64]string{
		0: "0", 18014398509483352: "18014398509483352", 18014398509481992: "18014398509481992",
		1e23: "99999999999999990000000", 0.015: "0.015", 2e-3: "0.002", 12.5: "12.5", 1234567: "1234567",
	} {
		if got := javavalue.PlainDigits(d); got != want {
			t.Errorf("%g: got %s, want %s", d, got, want)
		}
	}
}

func TestDoubleText(t *testing.T) {
	cases := []struct {
		d            float64
		jdk17, jdk21 string
	}{
		{1e23, "9.999999999999999E22", "1.0E23"},
		{2e-3, "0.002", "0.002"},
		{1e7, "1.0E7", "1.0E7"},
		{9999999, "9999999.0", "9999999.0"},
		{1e-4, "1.0E-4", "1.0E-4"},
		{math.SmallestNonzeroFloat64, "4.9E-324", "4.9E-324"},
		{math.MaxFloat64, "1.7976931348623157E308", "1.7976931348623157E308"},
		{math.Copysign(0, -1), "-0.0", "-0.0"},
		{math.Inf(-1), "-Infinity", "-Infinity"},
		{math.NaN(), "NaN", "NaN"},
	}
	for _, c := range cases {
		if got := javavalue.DoubleText(c.d, javavalue.JDK17); got != c.jdk17 {
			t.Errorf("JDK 17: got %s, want %s", got, c.jdk17)
		}
		if got := javavalue.DoubleText(c.d, javavalue.JDK21); got != c.jdk21 {
			t.Errorf("JDK 21: got %s, want %s", got, c.jdk21)
		}
	}
}

func TestHashMapOrder(t *testing.T) {
	m := javavalue.NewHashMap()
	for i := range 14 {
		m.Put("key"+strconv.Itoa(i), int32(i))
	}
	// recorded: message/53
	want := "{key1=1, key2=2, key0=0, key5=5, key6=6, key3=3, key4=4, key9=9, key7=7, key8=8, key11=11, key10=10, key13=13, key12=12}"
	if got := javavalue.Print(m, javavalue.JDK17); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestMapOrders(t *testing.T) {
	byText := func(a, b javavalue.Value) int { return strings.Compare(a.(string), b.(string)) }
	cases := []struct {
		m    *javavalue.Map
		want string
	}{
		{javavalue.NewHashMap(), javaHashMapOfABAaBB},
		{javavalue.NewLinkedMap(), "{b=3, Aa=1, BB=2, a=4}"},
		{javavalue.NewSortedMap(byText), "{Aa=1, BB=2, a=4, b=3}"},
	}
	for _, c := range cases {
		for _, e := range []struct {
			key   string
			value int32
		}{{"b", 3}, {"Aa", 1}, {"x", 9}, {"BB", 2}, {"a", 4}} {
			c.m.Put(e.key, e.value)
		}
		c.m.Remove("x")
		if got := javavalue.Print(c.m, javavalue.JDK17); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

// javaHashMapOfABAaBB: a hashes to 97 and b to 98, buckets 1 and 2 of 16; Aa and
// BB both to 2112, bucket 0, in the order in which they came.
const javaHashMapOfABAaBB = "{Aa=1, BB=2, a=4, b=3}"

func TestNumbersOfJSON(t *testing.T) {
	v, err := orderedjson.Parse([]byte(`[1, -0, 3000000000, 12345678901234567890, 1.0, 1e3, 1e400, "1", null, {"a": [true]}]`))
	if err != nil {
		t.Fatal(err)
	}
	got := javavalue.FromJSON(v).(*javavalue.List).Items
	huge, _ := new(big.Int).SetString("12345678901234567890", 10)
	want := []javavalue.Value{int32(1), int32(0), int64(3000000000), huge, 1.0, 1000.0, math.Inf(1), "1", nil}
	for i, w := range want {
		if !javavalue.Equal(got[i], w) {
			t.Errorf("item %d: got %T %v, want %T %v", i, got[i], got[i], w, w)
		}
	}
	if text := javavalue.Print(got[9], javavalue.JDK17); text != "{a=[true]}" {
		t.Errorf("got %s", text)
	}
}

func TestEqualAndHash(t *testing.T) {
	list := func(items ...javavalue.Value) javavalue.Value { return javavalue.NewList(items...) }
	cases := []struct {
		a, b javavalue.Value
		want bool
	}{
		{int32(1), int64(1), false},
		{1.0, int32(1), false},
		{math.NaN(), math.NaN(), true},
		{0.0, math.Copysign(0, -1), false},
		{"a", "a", true},
		{list(int32(1), "x"), list(int32(1), "x"), true},
		{list(int32(1)), list(int64(1)), false},
		{nil, nil, true},
		{nil, false, false},
		{javavalue.NewHashSet("a", "b"), javavalue.NewHashSet("b", "a"), true},
	}
	for _, c := range cases {
		if got := javavalue.Equal(c.a, c.b); got != c.want {
			t.Errorf("Equal(%v, %v) = %v", c.a, c.b, got)
		}
		if c.want && javavalue.Hash(c.a) != javavalue.Hash(c.b) {
			t.Errorf("equal values hash to %d and %d", javavalue.Hash(c.a), javavalue.Hash(c.b))
		}
	}
	if h := javavalue.Hash("hello"); h != 99162322 { // recorded: painless/strings/43
		t.Errorf("hash of hello: %d", h)
	}
}

func TestTimes(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip("no time zones here")
	}
	at := time.Date(2024, 6, 15, 8, 30, 0, 120_000_000, time.UTC)
	got := []string{
		javavalue.Print(javavalue.Instant{Time: at}, javavalue.JDK17),
		javavalue.Print(javavalue.InstantOfMillis(0), javavalue.JDK17),
		javavalue.Print(javavalue.ZonedDateTime{Time: at.In(berlin), Zone: "Europe/Berlin"}, javavalue.JDK17),
		javavalue.Print(javavalue.ZonedDateTime{Time: at.Truncate(time.Hour), Zone: "Z"}, javavalue.JDK17),
	}
	want := []string{"2024-06-15T08:30:00.120Z", "1970-01-01T00:00:00Z", "2024-06-15T10:30:00.120+02:00[Europe/Berlin]", "2024-06-15T08:00Z"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestUTF16RoundTrip(t *testing.T) {
	for _, s := range []string{"", "abc", "é日本", "😀x"} {
		if got := javavalue.FromUTF16(javavalue.UTF16(s)); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	}
	half := javavalue.FromUTF16([]uint16{0xD83D})
	if units := javavalue.UTF16(half); len(units) != 1 || units[0] != 0xD83D {
		t.Errorf("half a pair came back as %x", units)
	}
}
