// Package security is the security plugin of a secured sandbox, as OpenSearch 2.19
// has it: who a user is (basic auth), which roles he has, which actions these roles
// allow on which indices, and of the plugin's own API the calls by which users, roles
// and mappings are kept.
//
// It stands before the other parts as the rest.Guard: a table says which actions a
// route stands for, so they need not know it. What they do with a user's name
// (filtering by backend roles) and what a monitor may do when it runs is their own;
// they ask here whether roles may do an action.
//
// Roles and action groups (static/) are those that a node of 2.19.4 tells; the order
// of checks and the texts were asked of one. It must not know how monitors, channels
// or documents are kept.
package security
