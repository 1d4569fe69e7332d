// Package javavalue holds the Java values that the server puts in front of
// scripts and templates, and prints, compares and hashes them as its JDK does:
// numbers (1.0E7), maps in the order of Java's HashMap, instants.
//
// A Value is one of
//
//	nil             null
//	bool            Boolean
//	int8, int16     Byte, Short
//	Char            Character
//	int32, int64    Integer, Long
//	float32         Float
//	float64         Double
//	*big.Int        BigInteger
//	string          String
//	*List           ArrayList and its unmodifiable kin
//	*Map, *Set      HashMap, LinkedHashMap, TreeMap and the sets on top of them
//	Instant         java.time.Instant
//	ZonedDateTime   java.time.ZonedDateTime
//	Object          anything else that a package brings along
//
// It must not know monitors, templates or scripts.
package javavalue

// Value is a Java value; the package comment lists what it can be.
type Value = any

// Char is a Java char, one UTF-16 unit.
type Char uint16

// JDK says which Java library prints: they differ in the digits of Double and
// Float (JDK 19 prints the shortest that reads back; before it did not always).
type JDK int

const (
	// JDK17 is what OpenSearch 2.19 was observed on: 1e23 prints as
	// 9.999999999999999E22.
	JDK17 JDK = iota
	// JDK21 is what OpenSearch 3.5 was observed on: 1e23 prints as 1.0E23.
	JDK21
)

// Object is a value of another package, with the methods that every Java
// object has.
type Object interface {
	JavaClass() string // the binary name, "java.time.LocalDate"
	JavaString(jdk JDK) string
	JavaHash() int32
	JavaEquals(other Value) bool
}

// List is a Java list. ReadOnly is for the caller that changes it: the methods
// here do not look at it.
type List struct {
	Items    []Value
	ReadOnly bool
	// Class is the binary name where it matters; "" is java.util.ArrayList.
	Class string
}

// NewList makes an ArrayList.
func NewList(items ...Value) *List { return &List{Items: items} }
