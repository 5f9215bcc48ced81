using Mono.Cecil.Cil;

namespace OtelBridge.Weaver.Tests.Verification;

/// <summary>The try blocks, filters and handlers of a method, as ranges of instruction numbers.</summary>
internal sealed class ProtectedRegions
{
    private readonly List<Region> _regions = [];

    public ProtectedRegions(MethodBody body, Func<Instruction?, int> number)
    {
        foreach (var handler in body.ExceptionHandlers)
        {
            var attempt = new Region(RegionKind.Try, number(handler.TryStart), number(handler.TryEnd), handler);
            _regions.Add(attempt);
            if (handler.HandlerType == ExceptionHandlerType.Filter)
            {
                _regions.Add(new Region(RegionKind.Filter, number(handler.FilterStart), number(handler.HandlerStart), handler));
            }

            var kind = handler.HandlerType is ExceptionHandlerType.Catch or ExceptionHandlerType.Filter ? RegionKind.Catch : RegionKind.Finally;
            _regions.Add(new Region(kind, number(handler.HandlerStart), number(handler.HandlerEnd), handler));
        }
    }

    public bool Any => _regions.Count > 0;

    /// <summary>The handlers that an exception in a try block beginning here, or around here, leads to.</summary>
    public IEnumerable<ExceptionHandler> HandlersAround(int instruction) =>
        Around(instruction).Where(region => region.Kind == RegionKind.Try).Select(region => region.Handler);

    /// <summary>The innermost filter or handler around an instruction, unless a try block inside of it is nearer and asked for.</summary>
    public RegionKind? InnermostHandler(int instruction) =>
        Around(instruction).Where(region => region.Kind != RegionKind.Try).MinBy(region => region.Length)?.Kind;

    /// <summary>The innermost region of any kind around an instruction.</summary>
    public RegionKind? Innermost(int instruction) => Around(instruction).MinBy(region => region.Length)?.Kind;

    /// <summary>Why control may not pass from one instruction to the other; nothing when it may.</summary>
    public string? Refuse(int from, int to, bool isLeave)
    {
        foreach (var left in _regions.Where(region => region.Holds(from) && !region.Holds(to)))
        {
            if (!isLeave)
            {
                return $"a {left.Kind} block is left by another instruction than leave";
            }

            if (left.Kind is RegionKind.Finally or RegionKind.Filter)
            {
                return $"a {left.Kind} block is left by leave";
            }
        }

        foreach (var entered in _regions.Where(region => region.Holds(to) && !region.Holds(from)))
        {
            // A catch may go back into its own try block.
            var around = Around(from).Where(region => region.Kind == RegionKind.Catch);
            var isOwn = isLeave && around.Any(region => IsSameTry(region.Handler, entered));
            if (entered.Kind != RegionKind.Try || (entered.Start != to && !isOwn))
            {
                return $"a {entered.Kind} block is entered other than at the beginning of a try block";
            }
        }

        return null;
    }

    /// <summary>Whether a try block begins at an instruction.</summary>
    public bool BeginsTry(int instruction) => _regions.Any(region => region.Kind == RegionKind.Try && region.Start == instruction);

    private IEnumerable<Region> Around(int instruction) => _regions.Where(region => region.Holds(instruction));

    private static bool IsSameTry(ExceptionHandler handler, Region region) =>
        region.Kind == RegionKind.Try && region.Handler.TryStart == handler.TryStart && region.Handler.TryEnd == handler.TryEnd;

    private sealed record Region(RegionKind Kind, int Start, int End, ExceptionHandler Handler)
    {
        public int Length => End - Start;

        public bool Holds(int instruction) => instruction >= Start && instruction < End;
    }
}
