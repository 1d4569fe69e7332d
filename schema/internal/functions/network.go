package functions

import (
	"errors"
	"math/big"
	"net/netip"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

func networks() []Function {
	const group = "network"
	return []Function{
		{"cidrhost", `cidrhost(prefix, number)`, "Is the address with this number in a network.", group, cidrHost},
		{"cidrcontains", `cidrcontains(prefix, address)`, "Tells whether an address or network lies in a network.", group, cidrContains},
	}
}

var errNoPrefix = errors.New("no network such as 10.0.0.0/8")

var cidrHost = function.New(&function.Spec{
	Params: []function.Parameter{parameter("prefix", cty.String), parameter("number", cty.Number)},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		prefix, err := netip.ParsePrefix(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, errNoPrefix)
		}
		number, accuracy := args[1].AsBigFloat().Int(nil)
		base := new(big.Int).SetBytes(prefix.Masked().Addr().AsSlice())
		size := new(big.Int).Lsh(big.NewInt(1), uint(prefix.Addr().BitLen()-prefix.Bits()))
		if number.Sign() < 0 {
			number = new(big.Int).Add(size, number) // counted from the end
		}
		if accuracy != big.Exact || number.Sign() < 0 || number.Cmp(size) >= 0 {
			return cty.NilVal, function.NewArgErrorf(1, "the network has no such address")
		}
		bytes := new(big.Int).Add(base, number).FillBytes(make([]byte, prefix.Addr().BitLen()/8))
		host, _ := netip.AddrFromSlice(bytes)
		return cty.StringVal(host.String()), nil
	},
})

var cidrContains = function.New(&function.Spec{
	Params: []function.Parameter{parameter("prefix", cty.String), parameter("address", cty.String)},
	Type:   function.StaticReturnType(cty.Bool),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		outer, err := netip.ParsePrefix(args[0].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgError(0, errNoPrefix)
		}
		if inner, err := netip.ParsePrefix(args[1].AsString()); err == nil {
			return cty.BoolVal(inner.Bits() >= outer.Bits() && outer.Contains(inner.Addr())), nil
		}
		host, err := netip.ParseAddr(args[1].AsString())
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(1, "neither an address nor a network")
		}
		return cty.BoolVal(outer.Contains(host)), nil
	},
})
