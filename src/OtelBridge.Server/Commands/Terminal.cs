using Spectre.Console;

namespace OtelBridge.Server.Commands;

/// <summary>The output for people.</summary>
internal static class Terminal
{
    // A file or a pipe has no edge to wrap at; wide enough that no line of a tree or table breaks.
    private const int RedirectedWidth = 4096;

    /// <summary>A console that writes colours and wraps only where a person looks at it.</summary>
    public static IAnsiConsole Open()
    {
        var redirected = Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(redirected ? new LineEndTrimmer(Console.Out) : Console.Out),
        });
        if (redirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
