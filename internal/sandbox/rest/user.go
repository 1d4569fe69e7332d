package rest

import (
	"context"
	"slices"
)

// adminRole is the role by which the plugins know an admin, whom nothing is hidden from.
const adminRole = "all_access"

// IsAdmin tells whether the user has the role all_access; nobody has not.
func (u *User) IsAdmin() bool { return u != nil && slices.Contains(u.Roles, adminRole) }

// Shares tells whether the user has one of the backend roles.
func (u *User) Shares(backendRoles []string) bool {
	return u != nil && slices.ContainsFunc(u.BackendRoles, func(b string) bool { return slices.Contains(backendRoles, b) })
}

type userKey struct{}

// WithUser lets what is done in a context be done as a user; nil is nobody.
func WithUser(ctx context.Context, u *User) context.Context {
	return context.WithValue(ctx, userKey{}, u)
}

// UserIn is the user as whom something is done, nil for nobody.
func UserIn(ctx context.Context) *User {
	u, _ := ctx.Value(userKey{}).(*User)
	return u
}
