package evaluate

import (
	"math/big"

	"github.com/alertplan/alertplan/internal/evaluate/dialect"
	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// javaFailure is an exception of the plugin's own code: what answers say of it,
// and its class, which messages see in front.
type javaFailure struct{ class, message string }

func (f *javaFailure) text() string { return f.class + ": " + f.message }

// noResults is how a bucket-level trigger fails where the search failed.
var noResults = &javaFailure{"java.lang.IndexOutOfBoundsException", "Empty list doesn't contain element at index 0."}

// notAList is how it fails over buckets that have names.
var notAList = &javaFailure{"java.lang.ClassCastException", "class java.util.HashMap cannot be cast to class java.util.List " +
	"(java.util.HashMap and java.util.List are in module java.base of loader 'bootstrap')"}

// bucketKeys are a bucket's keys as texts. Observed on 2.19.4: texts and integers
// that fit into 32 bits (terms), the text beside a list (multi_terms), objects
// (composite); nothing else. On 1.3.14: texts and objects only.
func bucketKeys(content *orderedjson.Object, d dialect.Dialect) ([]string, *javaFailure) {
	bucket, _ := javavalue.FromJSON(content).(*javavalue.Map)
	v, _ := bucket.Get("key")
	switch key := v.(type) {
	case string:
		return []string{key}, nil
	case *javavalue.Map:
		return compositeKeys(key, d)
	case int32:
		if !d.TextKeysOnly {
			return []string{javavalue.Print(key, d.JDK)}, nil
		}
	case *javavalue.List:
		if text, ok := bucket.Get("key_as_string"); ok && !d.TextKeysOnly {
			return []string{javavalue.Print(text, d.JDK)}, nil
		}
	}
	return nil, &javaFailure{"java.lang.IllegalArgumentException",
		"Unexpected format for key in bucket [" + javavalue.Print(bucket, d.JDK) + "]"}
}

// compositeKeys are the keys of a composite's bucket, in the order of a HashMap.
// Observed on 2.19.4: whatever the values are, but not null; on 1.3.14 texts and
// null.
func compositeKeys(key *javavalue.Map, d dialect.Dialect) ([]string, *javaFailure) {
	var out []string
	for _, e := range key.Entries() {
		_, isText := e.Value.(string)
		switch {
		case e.Value == nil && !d.NullKeys:
			return nil, &javaFailure{"java.lang.NullPointerException", `Cannot invoke "Object.toString()" because "it" is null`}
		case e.Value != nil && !isText && d.TextKeysOnly:
			class := boxName(e.Value)
			return nil, &javaFailure{"java.lang.ClassCastException", "class " + class + " cannot be cast to class java.lang.String (" +
				class + " and java.lang.String are in module java.base of loader 'bootstrap')"}
		}
		out = append(out, javavalue.Print(e.Value, d.JDK))
	}
	return out, nil
}

// boxName is the Java class of a scalar of an answer.
func boxName(v javavalue.Value) string {
	switch v.(type) {
	case bool:
		return "java.lang.Boolean"
	case int32:
		return "java.lang.Integer"
	case int64:
		return "java.lang.Long"
	case *big.Int:
		return "java.math.BigInteger"
	}
	return "java.lang.Double"
}
