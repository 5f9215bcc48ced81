namespace OtelBridge.Browser.Tests.Browsing;

/// <summary>Somebody without a mouse. Wherever the focus comes, it must be seen.</summary>
public sealed class KeyboardOnly(IPage page)
{
    private const int MaxStops = 200;

    // The element with the focus, and what is wrong with how it shows that; "" for nothing. What scripts give the focus to for screen readers alone, such as
    // the heading of a new page, takes no keys and need not show it.
    private const string LookAtFocus = """
        async () => {
          await new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)));
          const element = document.activeElement;
          if (!element || element === document.body || element.matches('main, dialog, h1, h2')) {
            return '';
          }
          const name = `<${element.localName} id="${element.id}" class="${element.getAttribute('class') ?? ''}">`;
          const box = element.getBoundingClientRect();
          if (element.matches('input[type^=date], input[type=time]')) {
            return ''; // the browser marks the part of the moment that has the focus
          }
          if (element.ownerSVGElement) {
            const seen = [element, ...element.querySelectorAll('*')].some(e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' || s.stroke !== 'none'; });
            return seen ? '' : `${name} in a picture has the focus and does not show it`;
          }
          const shown = [element, element.parentElement, element.closest('label, tr, li, [role=row], [role=treeitem], [role=option]')].filter(e => e);
          if (box.width === 0 || box.height === 0) {
            return `${name} has the focus and no size`;
          }
          if (box.bottom <= 0 || box.right <= 0 || box.top >= innerHeight || box.left >= innerWidth) {
            return `${name} has the focus outside of the window`;
          }
          return shown.some(e => { const s = getComputedStyle(e); return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none'; })
            ? '' : `${name} has the focus and does not show it`;
        }
        """;

    /// <summary>Presses keys one after the other, such as <c>Tab</c>, <c>Enter</c>, <c>j</c>, <c>Control+k</c>.</summary>
    public async Task PressAsync(params IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            await page.Keyboard.PressAsync(key);
            await FocusShouldShowAsync();
        }
    }

    /// <summary>Types text into what has the focus.</summary>
    public Task TypeAsync(string text) => page.Keyboard.TypeAsync(text);

    /// <summary>Presses Tab until something has the focus.</summary>
    public async Task TabToAsync(ILocator wanted, string key = "Tab")
    {
        await Assertions.Expect(wanted).ToBeVisibleAsync();
        var seen = new List<string>();
        for (var stop = 0; stop < MaxStops; stop++)
        {
            if (await HasFocusAsync(wanted))
            {
                return;
            }

            await PressAsync(key);
            seen.Add(await page.EvaluateAsync<string>("() => document.activeElement?.outerHTML.slice(0, 80) ?? ''"));
        }

        throw new InvalidOperationException($"{MaxStops} times {key} did not reach it, but: {string.Join(Environment.NewLine, seen.Distinct())}");
    }

    /// <summary>Goes to something by Tab and presses Enter.</summary>
    public async Task EnterAsync(ILocator wanted)
    {
        await TabToAsync(wanted);
        await PressAsync("Enter");
    }

    private static Task<bool> HasFocusAsync(ILocator wanted) => wanted.EvaluateAsync<bool>("element => element === document.activeElement");

    private async Task FocusShouldShowAsync()
    {
        string complaint;
        try
        {
            complaint = await page.EvaluateAsync<string>(LookAtFocus);
        }
        catch (PlaywrightException)
        {
            return; // the key opened another page
        }

        if (complaint.Length > 0)
        {
            throw new InvalidOperationException(complaint);
        }
    }
}
