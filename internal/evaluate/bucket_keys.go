package evaluate

import (
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

// bucketKeys are a bucket's keys as texts. Observed on 2.19.4: texts and
// integers that fit into 32 bits (terms), objects (composite, in the order of a
// HashMap, whatever the values are, but not null); nothing else.
func bucketKeys(content *orderedjson.Object) ([]string, *javaFailure) {
	bucket, _ := javavalue.FromJSON(content).(*javavalue.Map)
	v, _ := bucket.Get("key")
	switch key := v.(type) {
	case string:
		return []string{key}, nil
	case int32:
		return []string{javavalue.Print(key, javavalue.JDK17)}, nil
	case *javavalue.List:
		if text, ok := bucket.Get("key_as_string"); ok {
			return []string{javavalue.Print(text, javavalue.JDK17)}, nil
		}
	case *javavalue.Map:
		var out []string
		for _, e := range key.Entries() {
			if e.Value == nil {
				return nil, &javaFailure{"java.lang.NullPointerException", `Cannot invoke "Object.toString()" because "it" is null`}
			}
			out = append(out, javavalue.Print(e.Value, javavalue.JDK17))
		}
		return out, nil
	}
	return nil, &javaFailure{"java.lang.IllegalArgumentException",
		"Unexpected format for key in bucket [" + javavalue.Print(bucket, javavalue.JDK17) + "]"}
}
