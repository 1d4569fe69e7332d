package querydsl

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/alertplan/alertplan/internal/pattern"
)

var operatorKind = upperWords("org.opensearch.index.query.Operator", "OR", "AND").kind()

// lowerOperatorKind is for the clauses that print it in small letters.
var lowerOperatorKind = upperWords("org.opensearch.index.query.Operator", "or", "and").kind()

var zeroTermsKind = kind{tString, func(_ *context, v any) (any, *Error) {
	word, err := text(v)
	if err != nil {
		return nil, err
	}
	switch upper := strings.ToUpper(word); upper {
	case "NONE", "ALL":
		return upper, nil
	}
	return nil, parsing("Unsupported zero_terms_query value [%s]", word)
}}

var fuzzinessKind = kind{tString | tNumber, readFuzziness}

var customAuto = pattern.New(`^([+-]?\d+),([+-]?\d+),*$`)

func readFuzziness(c *context, v any) (any, *Error) {
	if tokenOf(v)&(tString|tNumber) == 0 {
		return nil, illegal("Can't parse fuzziness on token: [%s]", tokenName(v))
	}
	word, _ := text(v)
	upper := strings.ToUpper(word)
	if upper == "AUTO" {
		return "AUTO", nil
	}
	if limits, ok := strings.CutPrefix(upper, "AUTO:"); ok {
		return customFuzziness(word, limits)
	}
	if c.dialect == OpenSearch1 {
		if word == "" {
			return nil, illegal("fuzziness can't be null!")
		}
		if f, err := javaParseFloat(word, 32); err != nil || !(f >= 0) {
			return upper, nil // 1.3 looks at it when it searches
		}
	}
	if n, err := strconv.ParseInt(word, 10, 32); err == nil {
		if n < 0 {
			return nil, illegal("Invalid fuzziness value: %s", word)
		}
		if n <= 2 {
			return strconv.FormatInt(n, 10), nil
		}
		return word, nil
	}
	if f, err := javaParseFloat(word, 32); err != nil || f < 0 || math.IsInf(f, 0) || math.IsNaN(f) {
		return nil, illegal("Invalid fuzziness value: %s", word)
	}
	return upper, nil
}

func customFuzziness(word, limits string) (any, *Error) {
	if len(splitJava(limits, ",")) != 2 {
		return nil, refuse(KindOpenSearch, "failed to find low and high distance values")
	}
	m := customAuto.FindStringSubmatch(limits)
	if m == nil {
		return nil, refuse(KindOpenSearch, "failed to parse [%s] as a \"auto:int,int\"", word)
	}
	low, _ := strconv.Atoi(m[1])
	high, _ := strconv.Atoi(m[2])
	if low < 0 || high < 0 || low > high {
		return nil, illegal("fuzziness wrongly configured, must be: lowDistance > 0, highDistance > 0 and lowDistance <= highDistance ")
	}
	return "AUTO:" + strconv.Itoa(low) + "," + strconv.Itoa(high), nil
}

// splitJava is String.split: empty parts at the end are nothing.
func splitJava(s, separator string) []string {
	parts := strings.Split(s, separator)
	for len(parts) > 0 && parts[len(parts)-1] == "" {
		parts = parts[:len(parts)-1]
	}
	return parts
}

var regexpFlagBits = map[string]int64{
	"INTERSECTION": 1, "COMPLEMENT": 2, "EMPTY": 4, "ANYSTRING": 8, "AUTOMATON": 0x10, "INTERVAL": 0x20, "NONE": 0, "ALL": 0xff,
}

// regexpFlags resolves words such as INTERSECTION|COMPLEMENT.
func regexpFlags(c *context, v any) (int64, *Error) {
	if v == nil {
		return 0xff, nil
	}
	names, err := text(v)
	if err != nil {
		return 0, err
	}
	if names == "" {
		return 0xff, nil
	}
	var flags int64
	for _, name := range strings.Split(names, "|") {
		bit, ok := regexpFlagBits[strings.ToUpper(name)]
		switch {
		case name == "":
			continue
		case !ok || name == "AUTOMATON":
			return 0, illegal("Unknown regexp flag [%s]", name)
		case bit == 0xff:
			return bit, nil
		}
		if bit == 2 && c.dialect == OpenSearch3 {
			bit = deprecatedComplement
		}
		flags |= bit
	}
	return flags, nil
}

// deprecatedComplement is the bit that Lucene 10 (OpenSearch 3) gives the
// complement operator.
const deprecatedComplement = 0x10000

var simpleFlagBits = map[string]int64{
	"ALL": -1, "NONE": 0, "AND": 1, "NOT": 2, "OR": 4, "PREFIX": 8, "PHRASE": 16, "PRECEDENCE": 32,
	"ESCAPE": 64, "WHITESPACE": 128, "FUZZY": 256, "NEAR": 512, "SLOP": 512,
}

// simpleFlagsKind reads the flags of simple_query_string: a number or words.
var simpleFlagsKind = kind{tNumber | tString, func(_ *context, v any) (any, *Error) {
	if n, isNumber := v.(json.Number); isNumber {
		flags, err := integer(n)
		return result(num(max(flags, -1)), err)
	}
	names, err := text(v)
	if err != nil {
		return nil, err
	}
	if names == "" {
		return num(-1), nil
	}
	var flags int64
	for _, name := range strings.Split(names, "|") {
		if name == "" {
			continue
		}
		bit, ok := simpleFlagBits[strings.ToUpper(name)]
		switch {
		case !ok:
			return nil, illegal("Unknown simple_query_string flag [%s]", name)
		case bit <= 0:
			return num(bit), nil
		}
		flags |= bit
	}
	return num(flags), nil
}}
