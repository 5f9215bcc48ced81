using System.Runtime.CompilerServices;
using OtelBridge.Testing.Comparing;
using OtelBridge.Testing.Files;
using OtelBridge.Testing.Golden;

namespace OtelBridge.Testing;

/// <summary>Compares traces with files that lie beside the tests.</summary>
public static class GoldenTraceAssertions
{
    /// <summary>Expects the trace that was accepted before: the same spans, types, statuses, inputs, outputs, attributes and events.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="path">The file, as a path from the folder of the test's source on; <c>Golden/FILE.METHOD.json</c> when absent.</param>
    /// <param name="options">What is not compared.</param>
    /// <param name="sourceFile">Filled in by the compiler.</param>
    /// <param name="method">Filled in by the compiler.</param>
    /// <returns>The same trace.</returns>
    /// <exception cref="TraceAssertionException">There is no file yet, or the trace differs; the message shows how.</exception>
    /// <exception cref="ArgumentException">A path of <paramref name="options"/> cannot be read.</exception>
    /// <remarks>
    /// <para>
    /// Run the test with <c>OTELBRIDGE_ACCEPT_TRACES=1</c> in the environment to write the file, look at the change, and commit it. Where <c>CI</c> is set, nothing is written and the test fails.
    /// </para>
    /// <para>Ids, times, durations, versions, prices, the chunks of streams and the lines of stack traces are not in the file, siblings are in the order of their starts. The file holds inputs and outputs as they are: look for secrets before it is committed.</para>
    /// </remarks>
    /// <example><code>trace.ShouldMatchGolden();</code></example>
    public static CapturedTrace ShouldMatchGolden(
        this CapturedTrace trace,
        string? path = null,
        GoldenTraceOptions? options = null,
        [CallerFilePath] string sourceFile = "",
        [CallerMemberName] string method = "")
    {
        ArgumentNullException.ThrowIfNull(trace);
        var file = SourceFiles.Beside(sourceFile, path ?? Path.Combine("Golden", $"{SourceFiles.NameOf(sourceFile)}.{method}.json"));
        var actual = new GoldenForm(options ?? new GoldenTraceOptions()).Write(trace);
        var expected = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n").TrimEnd('\n') : null;
        if (expected == actual)
        {
            return trace;
        }

        if (Switches.AcceptsTraces)
        {
            SourceFiles.Write(file, actual);
            return trace;
        }

        var failure = expected is null
            ? $"There is no golden trace yet, {file}. It would be:\n\n{actual}"
            : $"The trace differs from {file} (- expected, + actual):\n\n{TextDiff.Of(expected, actual)}";
        throw new TraceAssertionException($"{failure}\n\n{Switches.HowToAccept}");
    }
}
