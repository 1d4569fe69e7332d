// Package clause is a search's condition before it is written as query DSL: what all,
// one of, or none of its parts must hold.
//
// Parts of one kind that stand in one another become one list, values of one field
// become terms, and what stands twice negated stands plain, so that what is written
// looks as a person would write it. It must not know the languages that conditions come
// from.
package clause
