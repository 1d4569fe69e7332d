package search

// factory names the server's class of an aggregation, as its errors do.
func (a *aggregation) factory() string {
	switch a.kind {
	case "terms":
		return "TermsAggregatorFactory"
	case "multi_terms":
		return "MultiTermsAggregationFactory"
	case "rare_terms":
		return "RareTermsAggregatorFactory"
	case "significant_terms":
		return "SignificantTermsAggregatorFactory"
	case "histogram":
		return "HistogramAggregatorFactory"
	case "date_histogram":
		return "DateHistogramAggregatorFactory"
	case "auto_date_histogram":
		return "AutoDateHistogramAggregatorFactory"
	case "variable_width_histogram":
		return "VariableWidthHistogramAggregatorFactory"
	case "range":
		return "RangeAggregatorFactory"
	case "date_range":
		return "DateRangeAggregatorFactory"
	case "ip_range":
		return "BinaryRangeAggregatorFactory"
	case "filter":
		return "FilterAggregatorFactory"
	case "filters":
		return "FiltersAggregatorFactory"
	case "adjacency_matrix":
		return "AdjacencyMatrixAggregatorFactory"
	case "missing":
		return "MissingAggregatorFactory"
	case "global":
		return "GlobalAggregatorFactory"
	case "nested":
		return "NestedAggregatorFactory"
	case "reverse_nested":
		return "ReverseNestedAggregatorFactory"
	case "sampler":
		return "SamplerAggregatorFactory"
	case "diversified_sampler":
		return "DiversifiedAggregatorFactory"
	}
	return "CompositeAggregationFactory"
}
