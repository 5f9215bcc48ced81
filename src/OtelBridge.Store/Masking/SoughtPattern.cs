using OtelBridge.Masking;

namespace OtelBridge.Store.Masking;

/// <summary>What a rule looks for in texts.</summary>
/// <param name="Expression">A regular expression.</param>
/// <param name="MayHold">Tells fast whether a text may hold it; null where that is not known.</param>
/// <param name="Meant">How many characters of what the expression finds are meant; null for all.</param>
internal sealed record SoughtPattern(string Expression, Func<string, bool>? MayHold = null, Func<string, int>? Meant = null)
{
    public MaskPattern With(MaskEffect effect) => new(Expression, effect, MayHold, Meant);
}
