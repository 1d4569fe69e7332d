package painless

import "github.com/alertplan/alertplan/internal/javavalue"

// laterLines are lines of Java's stack on 2.19.4, which runs on JDK 17, with what
// stands there on 3.5.0 and JDK 21 (recorded, execute/script_errors; asked of 3.5.0).
var laterLines = map[string]string{
	"java.base/jdk.internal.util.Preconditions.outOfBounds(Preconditions.java:64)":           "java.base/jdk.internal.util.Preconditions.outOfBounds(Preconditions.java:100)",
	"java.base/jdk.internal.util.Preconditions.outOfBoundsCheckIndex(Preconditions.java:70)": "java.base/jdk.internal.util.Preconditions.outOfBoundsCheckIndex(Preconditions.java:106)",
	"java.base/jdk.internal.util.Preconditions.checkIndex(Preconditions.java:266)":           "java.base/jdk.internal.util.Preconditions.checkIndex(Preconditions.java:302)",
	"java.base/java.util.Objects.checkIndex(Objects.java:361)":                               "java.base/java.util.Objects.checkIndex(Objects.java:365)",
	"java.base/java.util.ArrayList.get(ArrayList.java:427)":                                  "java.base/java.util.ArrayList.get(ArrayList.java:428)",
	"java.base/java.util.Collections$SingletonList.get(Collections.java:4959)":               "java.base/java.util.Collections$SingletonList.get(Collections.java:5290)",
	"kotlin.collections.EmptyList.get(Collections.kt:36)":                                    "kotlin.collections.EmptyList.get(Collections.kt:37)",
	"kotlin.collections.EmptyList.get(Collections.kt:24)":                                    "kotlin.collections.EmptyList.get(Collections.kt:25)",
	"org.opensearch.search.lookup.LeafDocLookup.get(LeafDocLookup.java:90)":                  "org.opensearch.search.lookup.LeafDocLookup.get(LeafDocLookup.java:89)",
	"org.opensearch.search.lookup.LeafDocLookup.get(LeafDocLookup.java:56)":                  "org.opensearch.search.lookup.LeafDocLookup.get(LeafDocLookup.java:55)",
}

// StackOn are the lines of Java's stack as the servers print them that run on a JDK.
func StackOn(jdk javavalue.JDK, calls []string) []string {
	if jdk != javavalue.JDK21 {
		return calls
	}
	var out []string
	for _, line := range calls {
		if later, ok := laterLines[line]; ok {
			line = later
		}
		out = append(out, line)
	}
	return out
}
