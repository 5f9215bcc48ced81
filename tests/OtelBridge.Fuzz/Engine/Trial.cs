using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OtelBridge.Fuzz.Engine;

/// <summary>One run of one input, and what it came to.</summary>
/// <param name="Shape">What came of it; inputs of a new shape are kept.</param>
/// <param name="Finding">What should not have happened; null mostly.</param>
/// <param name="Bytes">What was allocated.</param>
/// <param name="Time">How long it took.</param>
internal readonly partial record struct Trial(string Shape, Finding? Finding, long Bytes, TimeSpan Time)
{
    // The part of a message that tells kinds of refusals apart.
    private const int MaxMessage = 80;
    private const int MaxWords = 5;

    /// <summary>Runs an input. An exception that is no refusal, and memory beyond what the target may take, are findings.</summary>
    public static Trial Of(FuzzTarget target, byte[] input)
    {
        var bytes = GC.GetTotalAllocatedBytes();
        var start = Stopwatch.GetTimestamp();
        string shape;
        Finding? finding = null;
        try
        {
            shape = "= " + target.Run(input);
        }
        catch (Exception e) when (target.IsRefusal(e))
        {
            shape = $"! {e.GetType().Name} {Class(e.Message)}";
        }
        catch (Exception e)
        {
            shape = $"? {e.GetType().Name}";
            finding = new Finding(target.Name, e.GetType().Name, PlaceOf(e), e.ToString(), input);
        }

        var time = Stopwatch.GetElapsedTime(start);
        var allocated = GC.GetTotalAllocatedBytes() - bytes;
        if (finding is null && allocated > target.AllowedBytes(input.Length))
        {
            finding = new Finding(target.Name, "memory", Magnitude(allocated), $"{allocated:N0} bytes were allocated for an input of {input.Length:N0}.", input);
        }

        return new Trial(shape, finding, allocated, time);
    }

    private static string PlaceOf(Exception e) => e is FuzzFailureException
        ? e.Message
        : Frames().Matches(e.ToString()).Select(static match => match.Groups[1].Value).FirstOrDefault(static frame => !frame.Contains(".Fuzz.", StringComparison.Ordinal))
            ?? "outside of this project";

    private static string Class(string message)
    {
        var plain = Values().Replace(message.Length <= MaxMessage ? message : message[..MaxMessage], "#");
        return string.Join(' ', plain.Split(' ').Take(MaxWords));
    }

    private static string Magnitude(long bytes) => $"{bytes >> 20} MiB";

    // What of a message is the input's own: numbers, and what is quoted.
    [GeneratedRegex("""'[^']*'|"[^"]*"|'.*|[0-9a-fA-F]*[0-9][0-9a-fA-F]*""", RegexOptions.Singleline)]
    private static partial Regex Values();

    [GeneratedRegex(@"^\s+at (OtelBridge\.[^(]+)", RegexOptions.Multiline)]
    private static partial Regex Frames();
}
