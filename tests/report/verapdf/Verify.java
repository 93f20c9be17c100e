import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Checks files against PDF/A-2a and PDF/UA-1 with veraPDF; exits with 1 if one does not comply. */
public class Verify {
  public static void main(String[] files) throws Exception {
    VeraGreenfieldFoundryProvider.initialise();
    boolean all = true;
    for (String file : files) {
      for (String name : new String[] {"2a", "ua1"}) {
        PDFAFlavour flavour = PDFAFlavour.fromString(name);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
          ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
          all &= result.isCompliant();
          System.out.printf("%s %s %s%n", file, name, result.isCompliant() ? "complies" : "DOES NOT COMPLY");
          Map<String, Integer> faults = new TreeMap<>();
          for (TestAssertion one : result.getTestAssertions()) {
            if (one.getStatus() == TestAssertion.Status.FAILED) {
              faults.merge(one.getRuleId() + ": " + one.getMessage(), 1, Integer::sum);
            }
          }
          faults.forEach((fault, count) -> System.out.printf("  %d x %s%n", count, fault));
        }
      }
    }
    System.exit(all ? 0 : 1);
  }
}
