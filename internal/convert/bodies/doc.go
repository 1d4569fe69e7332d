// Package bodies reads monitors, workflows and channels from JSON as the API has it:
// bodies that are posted, answers to GET, lists and searches, and what the Dashboards
// export as JSON.
//
// It finds each object with its place, and says what can't be read, what is there twice,
// and what refers to something that is not there. How blocks are made of them is
// internal/generate's; it must not know files, clusters, or the other languages.
package bodies
