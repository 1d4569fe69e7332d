package painless

import "github.com/alertplan/alertplan/internal/javavalue"

// opaque is what objects without a useful text share.
type opaque struct{ class string }

// JavaClass is the binary name.
func (o opaque) JavaClass() string { return o.class }

// JavaString has an address in Java.
func (o opaque) JavaString(javavalue.JDK) string {
	refuse(0, "%s as text", o.class)
	return ""
}

// JavaHash is by identity.
func (o opaque) JavaHash() int32 {
	refuse(0, "the hash of %s", o.class)
	return 0
}

// JavaEquals is by identity.
func (o opaque) JavaEquals(Value) bool {
	refuse(0, "equals of %s", o.class)
	return false
}
