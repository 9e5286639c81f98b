package hub;
public final class Hub { public static void main(String[] a) { System.out.println("hub"); } }
