using Spectre.Console;

namespace QuickStart.Running;

/// <summary>The program's output: in colours and wrapped where a person looks at it, plain and unwrapped in a file or pipe.</summary>
internal static class Screen
{
    // Wide enough that no line breaks where there is no edge.
    private const int RedirectedWidth = 4096;

    public static IAnsiConsole Open()
    {
        var redirected = Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        if (redirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }

    /// <summary>Makes text from elsewhere safe to show: one line, no control characters, no markup.</summary>
    public static string Safe(string text, int maxLength = 400)
    {
        var line = string.Concat(text.Take(maxLength).Select(static c => char.IsControl(c) ? ' ' : c));
        return Markup.Escape(text.Length > maxLength ? line + "…" : line);
    }

    public static void Heading(this IAnsiConsole screen, string text)
    {
        screen.WriteLine();
        screen.MarkupLine($"[bold underline]{Safe(text)}[/]");
    }

    public static void Fact(this IAnsiConsole screen, string name, string value) =>
        screen.MarkupLine($"[grey]{name,-11}[/]{Safe(value)}");

    public static void Warn(this IAnsiConsole screen, string text) => screen.MarkupLine($"[yellow]{Safe(text, 1000)}[/]");
}
