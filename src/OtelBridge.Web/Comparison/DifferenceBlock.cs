namespace OtelBridge.Web.Comparison;

/// <summary>Lines that belong together: equal ones far from any change, which are folded, or a change with what stands around it.</summary>
/// <param name="IsFolded">Whether they are only shown when somebody asks.</param>
/// <param name="Lines">The lines.</param>
public sealed record DifferenceBlock(bool IsFolded, IReadOnlyList<DifferenceLine> Lines);
