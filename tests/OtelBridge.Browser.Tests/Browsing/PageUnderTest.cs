using System.Text.RegularExpressions;

namespace OtelBridge.Browser.Tests.Browsing;

/// <summary>An open page, as somebody meets it who sees (or hears) it: things have a role and a name.</summary>
public sealed class PageUnderTest
{
    private readonly PageFaults _faults;

    internal PageUnderTest(IPage page, Uri server, PageFaults faults)
    {
        Page = page;
        Server = server;
        _faults = faults;
        Keyboard = new KeyboardOnly(page);
    }

    public IPage Page { get; }

    /// <summary>Where the pages are.</summary>
    public Uri Server { get; }

    /// <summary>The way for those who use no mouse.</summary>
    public KeyboardOnly Keyboard { get; }

    /// <summary>The address that the page is at, relative to the server's.</summary>
    public string Address => Server.MakeRelativeUri(new Uri(Page.Url)).ToString();

    /// <summary>Opens a page by its address, relative to the server's, and waits until its scripts have run.</summary>
    public async Task OpenAsync(string address) => await Page.GotoAsync(new Uri(Server, address).ToString(), new() { WaitUntil = WaitUntilState.Load });

    /// <summary>Signs somebody in, by the page for that, as people do.</summary>
    public async Task SignInAsync(string name, string password)
    {
        await OpenAsync("sign-in");
        await TextBox("Name").FillAsync(name);
        await TextBox("Password").FillAsync(password);
        await Button("Sign in").ClickAsync();
        await Assertions.Expect(ByRole(AriaRole.Heading, "Experiments")).ToBeVisibleAsync();
    }

    public ILocator Link(string name, bool exact = true) => ByRole(AriaRole.Link, name, exact);

    public ILocator Button(string name, bool exact = true) => ByRole(AriaRole.Button, name, exact);

    public ILocator Heading(string name, bool exact = true) => ByRole(AriaRole.Heading, name, exact);

    public ILocator TextBox(string name, bool exact = true) => ByRole(AriaRole.Textbox, name, exact);

    public ILocator Row(string name) => ByRole(AriaRole.Row, name, exact: false);

    public ILocator ByRole(AriaRole role, string name, bool exact = true) => Page.GetByRole(role, new() { Name = name, Exact = exact });

    /// <summary>Anything that has this text.</summary>
    public ILocator Text(string text) => Page.GetByText(text);

    /// <summary>Changes the window and the theme of the system.</summary>
    public async Task LooksAsync(Look look)
    {
        await Page.SetViewportSizeAsync(look.Width, look.Height);
        await Page.EmulateMediaAsync(new() { ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light });
        await SettleAsync();
    }

    /// <summary>Says that the test makes pages complain with these words.</summary>
    public void Expect(string words) => _faults.Expect(words);

    /// <summary>Waits until the address says something; how it is escaped does not matter.</summary>
    public Task AddressSaysAsync(string part) =>
        Assertions.Expect(Page).ToHaveURLAsync(new Regex(string.Concat(part.Select(static c => char.IsAsciiLetterOrDigit(c) ? $"{c}" : $"({Regex.Escape($"{c}")}|{Uri.HexEscape(c)}{(c == ' ' ? "|\\+" : "")})"))));

    /// <summary>What the page complained of until now has been heard after this.</summary>
    internal Task SettleAsync() => Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))");
}
